using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>A node of the tree of columns (parquet.thrift, SchemaElement).</summary>
internal sealed record ParquetSchemaElement
{
    public string Name { get; private set; } = string.Empty;

    /// <summary>How values are stored; null for a group.</summary>
    public ParquetPhysical? Physical { get; private set; }

    /// <summary>Bytes of a value of fixed length.</summary>
    public int FixedLength { get; private set; }

    public ParquetRepetition Repetition { get; private set; }

    public int Children { get; private set; }

    /// <summary>What the values mean.</summary>
    public ParquetMeaning Meaning { get; private set; }

    public static ParquetSchemaElement Read(ref ThriftReader thrift)
    {
        var (element, converted, logical) = (new ParquetSchemaElement(), ParquetMeaning.None, ParquetMeaning.None);
        for (var id = 0; thrift.TryReadField(ref id, out var type); )
        {
            switch (id, type)
            {
                case (1, ThriftType.Int32):
                    element.Physical = (ParquetPhysical)thrift.ReadInt32();
                    break;
                case (2, ThriftType.Int32):
                    element.FixedLength = thrift.ReadInt32();
                    break;
                case (3, ThriftType.Int32):
                    element.Repetition = (ParquetRepetition)thrift.ReadInt32();
                    break;
                case (4, ThriftType.Binary):
                    element.Name = thrift.ReadText();
                    break;
                case (5, ThriftType.Int32):
                    element.Children = thrift.ReadInt32();
                    break;
                case (6, ThriftType.Int32):
                    converted = GetConverted(thrift.ReadInt32());
                    break;
                case (10, ThriftType.Struct):
                    logical = ReadLogical(ref thrift);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }
        element.Meaning = logical == ParquetMeaning.None ? converted : logical;
        return element;
    }

    /// <summary>The older way to say what values mean (ConvertedType).</summary>
    private static ParquetMeaning GetConverted(int type) =>
        type switch
        {
            0 or 4 or 19 => ParquetMeaning.Text,
            6 => new ParquetMeaning(ParquetKind.Date, 0, TimeUnit.Day),
            9 => new ParquetMeaning(ParquetKind.Date, 0, TimeUnit.Millisecond, IsUtc: true),
            10 => new ParquetMeaning(ParquetKind.Date, 0, TimeUnit.Microsecond, IsUtc: true),
            >= 11 and <= 14 => new ParquetMeaning(ParquetKind.Unsigned, 8 << (type - 11)),
            >= 15 and <= 18 => new ParquetMeaning(ParquetKind.Signed, 8 << (type - 15)),
            _ => ParquetMeaning.Other,
        };

    private static ParquetMeaning ReadLogical(ref ThriftReader thrift)
    {
        var meaning = ParquetMeaning.None;
        for (var id = 0; thrift.TryReadField(ref id, out var type); )
        {
            if (type != ThriftType.Struct)
            {
                thrift.Skip(type);
                continue;
            }
            var (number, flag, unit) = ReadDetails(ref thrift);
            meaning = id switch
            {
                1 or 4 or 12 => ParquetMeaning.Text,
                6 => new ParquetMeaning(ParquetKind.Date, 0, TimeUnit.Day),
                8 => new ParquetMeaning(ParquetKind.Date, 0, unit, flag),
                10 => new ParquetMeaning(flag ? ParquetKind.Signed : ParquetKind.Unsigned, number),
                15 => new ParquetMeaning(ParquetKind.Half),
                _ => ParquetMeaning.Other,
            };
        }
        return meaning;
    }

    /// <summary>The fields of a logical type: the bits of an integer, a truth value, the unit of a time.</summary>
    private static (int Number, bool Flag, TimeUnit Unit) ReadDetails(ref ThriftReader thrift)
    {
        var (number, flag, unit) = (0, false, TimeUnit.None);
        for (var id = 0; thrift.TryReadField(ref id, out var type); )
        {
            switch (type)
            {
                case ThriftType.True:
                    flag = true;
                    break;
                case ThriftType.False:
                    break;
                case ThriftType.Byte:
                    number = thrift.ReadByteValue();
                    break;
                case ThriftType.Struct:
                    for (var which = 0; thrift.TryReadField(ref which, out var inner); )
                    {
                        unit = which switch
                        {
                            1 => TimeUnit.Millisecond,
                            2 => TimeUnit.Microsecond,
                            3 => TimeUnit.Nanosecond,
                            _ => TimeUnit.None,
                        };
                        thrift.Skip(inner);
                    }
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }
        return (number, flag, unit);
    }
}

/// <summary>What the values of a column mean beyond how they are stored.</summary>
/// <param name="Kind">Kind of the values.</param>
/// <param name="Bits">Bits of integers.</param>
/// <param name="Unit">Unit of dates.</param>
/// <param name="IsUtc">Whether dates are of UTC.</param>
internal readonly record struct ParquetMeaning(ParquetKind Kind, int Bits = 0, TimeUnit Unit = TimeUnit.None, bool IsUtc = false)
{
    public static ParquetMeaning None { get; } = new(ParquetKind.None);

    public static ParquetMeaning Text { get; } = new(ParquetKind.Text);

    public static ParquetMeaning Other { get; } = new(ParquetKind.Other);
}

/// <summary>Kinds of values.</summary>
internal enum ParquetKind
{
    /// <summary>As they are stored.</summary>
    None,
    Text,
    Date,
    Signed,
    Unsigned,
    Half,

    /// <summary>Decimals, times of day and others that are not read.</summary>
    Other,
}

/// <summary>How values are stored.</summary>
internal enum ParquetPhysical
{
    Boolean,
    Int32,
    Int64,
    Int96,
    Float,
    Double,
    ByteArray,
    FixedLengthByteArray,
}

/// <summary>How often a node occurs in the one above it.</summary>
internal enum ParquetRepetition
{
    Required,
    Optional,
    Repeated,
}

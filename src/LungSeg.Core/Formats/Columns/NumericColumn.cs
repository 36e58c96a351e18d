using System.Buffers.Binary;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Columns;

/// <summary>A column of numbers, dates or durations that is a one-dimensional array in the file. All are read at first use.</summary>
/// <param name="name">Name.</param>
/// <param name="source">The source of the numbers.</param>
/// <param name="values">The numbers.</param>
/// <param name="missing">
/// One byte a row, not 0 where the number is missing (pandas' nullable types); null where no number is missing.
/// </param>
/// <param name="zone">Time zone of dates, which are UTC; null where they have none.</param>
internal sealed class NumericColumn(string name, IByteSource source, ArrayInfo values, ArrayInfo? missing = null, string? zone = null)
    : TableColumn(name, GetName(values.DType, zone, missing is not null))
{
    private byte[]? _values;
    private byte[]? _missing;

    public override ByteOrder ByteOrder => values.DType.ByteOrder;

    public override CellKind? CommonKind =>
        values.DType.Kind switch
        {
            'b' => CellKind.Bool,
            'M' => CellKind.DateTime,
            'm' => CellKind.Other,
            _ => CellKind.Number,
        };

    public override Cell this[long row]
    {
        get
        {
            _values ??= Load(values);
            if (missing is not null)
            {
                _missing ??= Load(missing);
            }
            if (_missing is not null && _missing[row] != 0)
            {
                return Cell.Missing;
            }
            var size = values.DType.ItemSize;
            return FromBytes(_values.AsSpan((int)row * size, size), values.DType, zone);
        }
    }

    /// <summary>Converts one element in native byte order to a number, bool, date or duration.</summary>
    public static Cell FromBytes(ReadOnlySpan<byte> bytes, DType dtype, string? zone = null) =>
        (dtype.Kind, dtype.ItemSize) switch
        {
            ('M' or 'm', 8) => Time(BinaryPrimitives.ReadInt64LittleEndian(bytes), dtype, zone),
            ('b', _) => new Cell(CellKind.Bool, bytes[0] != 0),
            ('i', 1) => Number((sbyte)bytes[0]),
            ('i', 2) => Number(BinaryPrimitives.ReadInt16LittleEndian(bytes)),
            ('i', 4) => Number(BinaryPrimitives.ReadInt32LittleEndian(bytes)),
            ('i', _) => Number(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
            ('u', 1) => Number(bytes[0]),
            ('u', 2) => Number(BinaryPrimitives.ReadUInt16LittleEndian(bytes)),
            ('u', 4) => Number(BinaryPrimitives.ReadUInt32LittleEndian(bytes)),
            ('u', _) => Unsigned(BinaryPrimitives.ReadUInt64LittleEndian(bytes)),
            ('f', 2) => new Cell(CellKind.Number, (double)BinaryPrimitives.ReadHalfLittleEndian(bytes)),
            ('f', 4) => new Cell(CellKind.Number, (double)BinaryPrimitives.ReadSingleLittleEndian(bytes)),
            _ => new Cell(CellKind.Number, BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
        };

    /// <summary>numpy's or pandas' name of the type of a column.</summary>
    public static string GetName(DType dtype, string? zone, bool isNullable) =>
        dtype.Kind switch
        {
            'M' when zone is not null => $"datetime64[{dtype.Unit.Code()}, {zone}]",
            'b' when isNullable => "boolean",
            'u' when isNullable => "UInt" + dtype.Name[4..],
            'i' or 'f' when isNullable => char.ToUpperInvariant(dtype.Name[0]) + dtype.Name[1..],
            _ => dtype.Name,
        };

    /// <summary>numpy's number of units; the smallest one is its missing time, NaT.</summary>
    private static Cell Time(long value, DType dtype, string? zone) =>
        value == long.MinValue ? Cell.Missing
        : dtype.Kind == 'm' ? new Cell(CellKind.Other, DurationValue.Create(value, dtype.Unit))
        : new Cell(CellKind.DateTime, DateValue.Create(value, dtype.Unit, zone));

    private static Cell Number(long value) => new(CellKind.Number, value);

    private static Cell Unsigned(ulong value) =>
        value <= long.MaxValue ? Number((long)value) : new Cell(CellKind.Number, (System.Numerics.BigInteger)value);

    private byte[] Load(ArrayInfo array)
    {
        var from = array.UnpackedSource ?? source;
        if (array.ByteLength > Array.MaxLength)
        {
            throw FormatError.TooLarge(from.Name, array.Payload.Offset, $"column {Name}, in bytes,", array.ByteLength, Array.MaxLength);
        }
        var bytes = new byte[array.ByteLength];
        if (!array.DType.IsTime)
        {
            ArrayReader.Read(from, array, bytes);
            return bytes;
        }
        ArrayReader.ReadStored(from, array, bytes);
        if (array.DType.ByteOrder == ByteOrder.Big)
        {
            ElementBytes.Reverse(bytes, array.DType.ItemSize);
        }
        return bytes;
    }
}

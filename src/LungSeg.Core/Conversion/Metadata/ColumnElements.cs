using System.Buffers.Binary;
using System.Diagnostics;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Conversion.Metadata;

/// <summary>The values of a column as elements of its numpy type, little endian.</summary>
internal static class ColumnElements
{
    /// <summary>The elements; a missing one is NaN, NaT, 0 or false.</summary>
    public static byte[] Encode(MetadataColumn column, IReadOnlyList<ExportRow> rows)
    {
        var size = column.ElementType.ItemSize;
        var elements = new byte[checked(rows.Count * size)];
        for (var i = 0; i < rows.Count; i++)
        {
            Encode(column.GetValue(rows[i]), column.ElementType, elements.AsSpan(i * size, size));
        }

        return elements;
    }

    /// <summary>One byte a row, 1 where the value is missing; null where none is.</summary>
    public static byte[]? FindMissing(MetadataColumn column, IReadOnlyList<ExportRow> rows)
    {
        var missing = new byte[rows.Count];
        for (var i = 0; i < missing.Length; i++)
        {
            missing[i] = column.GetValue(rows[i]) is null ? (byte)1 : (byte)0;
        }

        return missing.AsSpan().Contains((byte)1) ? missing : null;
    }

    private static void Encode(object? value, DType dtype, Span<byte> element)
    {
        switch (dtype.Kind)
        {
            case 'f':
                Encode(value is double real ? real : double.NaN, element);
                break;
            case 'b':
                element[0] = value is true ? (byte)1 : (byte)0;
                break;
            default:
                Span<byte> wide = stackalloc byte[sizeof(long)];
                BinaryPrimitives.WriteInt64LittleEndian(wide, GetInteger(value, dtype));
                wide[..element.Length].CopyTo(element);
                break;
        }
    }

    private static void Encode(double value, Span<byte> element)
    {
        switch (element.Length)
        {
            case 2:
                BinaryPrimitives.WriteHalfLittleEndian(element, (Half)value);
                break;
            case 4:
                BinaryPrimitives.WriteSingleLittleEndian(element, (float)value);
                break;
            default:
                BinaryPrimitives.WriteDoubleLittleEndian(element, value);
                break;
        }
    }

    private static long GetInteger(object? value, DType dtype) =>
        value switch
        {
            null => dtype.IsTime ? long.MinValue : 0,
            int number => number,
            long number => number,
            DateValue date => date.ToUnit(dtype.Unit) ?? throw new UnreachableException($"{date} is no {dtype.Name}"),
            DurationValue duration => duration.Nanoseconds / dtype.Unit.Nanoseconds(),
            _ => throw new UnreachableException($"a {value.GetType().Name} is no {dtype.Name}"),
        };
}

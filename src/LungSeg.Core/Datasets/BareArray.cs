using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Columns;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>Decides the column of a file that holds one array without a name: mask if all elements are integers 0 or 1, else HU.</summary>
internal static class BareArray
{
    public static TableIndex Named(TableIndex index, IByteSource source, string? given)
    {
        if (index.Columns.Count == 0 || (index.Columns.Count > 1 && index.Container != TableIndex.BareColumn))
        {
            return index;
        }
        var column = index.Columns[0];
        if (column.Name != TableIndex.BareColumn)
        {
            return index;
        }
        var name = given ?? (IsMask(index, column, source) ? DatasetColumns.Mask : DatasetColumns.HuOld);
        return index with { Columns = [new RenamedColumn(name, column), .. index.Columns.Skip(1)] };
    }

    private static bool IsMask(TableIndex index, TableColumn column, IByteSource source)
    {
        for (var row = 0L; row < index.Rows; row++)
        {
            if (
                column[row].Array is not { } array
                || array.DType.Kind is not ('b' or 'i' or 'u')
                || !array.DType.IsNumeric
                || array.ByteLength > Array.MaxLength
            )
            {
                return false;
            }
            using var buffer = PixelBufferPool.Shared.Rent((int)array.ByteLength);
            ArrayReader.Read(source, array, buffer.Span);
            if (!IsZeroOrOne(buffer.Span, array.DType.ItemSize))
            {
                return false;
            }
        }

        return index.Rows > 0;
    }

    private static bool IsZeroOrOne(Span<byte> values, int size) =>
        size switch
        {
            1 => !values.ContainsAnyExceptInRange((byte)0, (byte)1),
            2 => !MemoryMarshal.Cast<byte, ushort>(values).ContainsAnyExceptInRange((ushort)0, (ushort)1),
            4 => !MemoryMarshal.Cast<byte, uint>(values).ContainsAnyExceptInRange(0u, 1u),
            _ => !MemoryMarshal.Cast<byte, ulong>(values).ContainsAnyExceptInRange(0ul, 1ul),
        };
}

using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Columns;

namespace LungSeg.Core.Formats.Npy;

/// <summary>Reads the index of a .npy file.</summary>
internal static class NpyReader
{
    /// <summary>Reads the header and locates the array.</summary>
    /// <exception cref="DatasetFormatException">The header is damaged, or the values are Python objects or truncated.</exception>
    public static ArrayInfo Identify(IByteSource source) => Locate(NpyHeader.Read(source), source);

    /// <summary>
    /// The array of a header. Offsets are relative to the file that starts <paramref name="start"/> bytes before, so that a member can be
    /// read from the archive's file.
    /// </summary>
    /// <param name="header">The header of <paramref name="source"/>.</param>
    /// <param name="source">The .npy file.</param>
    /// <param name="start">Offset of the .npy file's first byte in the file from which values will be read.</param>
    /// <exception cref="DatasetFormatException">The values are Python objects or truncated.</exception>
    public static ArrayInfo Locate(NpyHeader header, IByteSource source, long start = 0)
    {
        RefuseObjects(header, source.Name);
        var (needed, left) = (GetBytes(header, header.Shape), source.Length - header.DataOffset);
        if (needed > left)
        {
            throw Cut(source, header, needed, left);
        }
        return ArrayInfo.Contiguous(header.DType, header.Shape, header.IsFortran, new Payload(start + header.DataOffset, needed));
    }

    /// <summary>The table of a file; with <see cref="Leniency.Salvage"/> the complete rows of a truncated file.</summary>
    public static TableIndex Read(IByteSource source, Leniency leniency)
    {
        var header = NpyHeader.Read(source);
        RefuseObjects(header, source.Name);
        var shape = header.Shape;
        if (shape.Length == 0)
        {
            throw FormatError.Unsupported(source.Name, header.DataOffset, "the array is a single value, not a table");
        }
        var (needed, left) = (GetBytes(header, shape), source.Length - header.DataOffset);
        DatasetFormatException? damage = null;
        if (needed > left)
        {
            damage = Cut(source, header, needed, left);
            if (leniency == Leniency.Strict || header.IsFortran || shape.Length == 2)
            {
                throw damage;
            }
            var perRow = GetBytes(header, shape.AsSpan(1));
            shape = [left / perRow, .. shape[1..]];
            needed = shape[0] * perRow;
        }

        var array = ArrayInfo.Contiguous(header.DType, shape, header.IsFortran, new Payload(header.DataOffset, needed));
        return new TableIndex
        {
            Container = TableIndex.BareColumn,
            Rows = ArrayColumns.GetRows(array, source.Name),
            Columns = [ArrayColumns.Create(TableIndex.BareColumn, array, source)],
            Notes = needed < left && damage is null ? [$"{left - needed} bytes follow the array and were ignored"] : [],
            Damage = damage,
            StatedRows = damage is null ? null : header.Shape[0],
        };
    }

    private static long GetBytes(NpyHeader header, ReadOnlySpan<long> shape)
    {
        var count = ArrayInfo.CountElements(shape);
        return count > long.MaxValue / header.DType.ItemSize ? long.MaxValue : count * header.DType.ItemSize;
    }

    private static void RefuseObjects(NpyHeader header, SourceName name)
    {
        if (header.DType.Kind == 'O')
        {
            throw FormatError.Unsupported(
                name,
                header.DataOffset,
                "it holds Python objects, written as a pickle inside; save plain arrays instead"
            );
        }
    }

    private static DatasetFormatException Cut(IByteSource source, NpyHeader header, long needed, long left) =>
        FormatError.Truncated(
            source.Name,
            header.DataOffset,
            $"shape ({string.Join(", ", header.Shape)}) of {header.DType.Name}",
            needed,
            left
        );
}

using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Columns;

namespace LungSeg.Core.Formats.Npy;

/// <summary>Reads the index of a .npy file.</summary>
internal static class NpyReader
{
    /// <summary>The array, located. Its bytes count from <paramref name="start"/>, so that a member of an archive can be read in the archive's file.</summary>
    /// <param name="source">The .npy file.</param>
    /// <param name="start">Where its byte 0 lies in the file that values will be read from.</param>
    /// <exception cref="DatasetFormatException">The header is damaged, or the values are objects or cut short.</exception>
    public static ArrayInfo Identify(IByteSource source, long start = 0)
    {
        var header = NpyHeader.Read(source);
        var (needed, left) = (BytesNeeded(header), source.Length - header.DataOffset);

        // Objects are a pickle of any length: the caller tells them by their dtype and does not read them.
        if (header.DType.Kind == 'O')
            needed = 0;
        if (needed > left)
            throw Cut(source, header, needed, left);
        return ArrayInfo.Whole(header.DType, header.Shape, header.IsFortran, new Payload(start + header.DataOffset, needed));
    }

    /// <summary>The table of a file that holds one array; with <see cref="Leniency.Salvage"/> the whole rows of one that is cut short.</summary>
    public static TableIndex Read(IByteSource source, Leniency leniency)
    {
        var header = NpyHeader.Read(source);
        if (header.DType.Kind == 'O')
            throw FormatError.Unsupported(source.Name, header.DataOffset, "it holds Python objects, written as a pickle inside; save plain arrays instead");
        var (needed, left) = (BytesNeeded(header), source.Length - header.DataOffset);
        if (needed > left && (leniency == Leniency.Strict || header.IsFortran || header.Shape.Length < 3))
            throw Cut(source, header, needed, left);
        var damage = needed > left ? Cut(source, header, needed, left) : null;
        var shape = header.Shape;
        if (damage is not null)
        {
            var perRow = needed / shape[0];
            shape = [left / perRow, .. shape[1..]];
            needed = shape[0] * perRow;
        }

        var array = ArrayInfo.Whole(header.DType, shape, header.IsFortran, new Payload(header.DataOffset, needed));
        return new TableIndex
        {
            Container = TableIndex.BareColumn,
            Rows = ArrayColumns.RowsOf(array, source.Name),
            Columns = [ArrayColumns.Create(TableIndex.BareColumn, array, source)],
            Notes = needed < left && damage is null ? [$"{left - needed} bytes follow the array and were ignored"] : [],
            Damage = damage,
        };
    }

    private static long BytesNeeded(NpyHeader header)
    {
        var count = ArrayInfo.CountElements(header.Shape);
        return count > long.MaxValue / Math.Max(1, header.DType.ItemSize) ? long.MaxValue : count * header.DType.ItemSize;
    }

    private static DatasetFormatException Cut(IByteSource source, NpyHeader header, long needed, long left) =>
        FormatError.Truncated(source.Name, header.DataOffset, $"shape ({string.Join(", ", header.Shape)}) of {header.DType.Name}", needed, left);
}

using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats;

/// <summary>
/// Proves that rows are worth the memory that commands keep of each: a stack needs hardly a byte a row, and packed hardly any.
/// </summary>
internal static class RowBudget
{
    /// <summary>Bytes that a row is taken to cost, as the cells of a pickle are.</summary>
    private const long BytesPerRow = 128;

    /// <summary>Refuses a table of more rows than its bytes have earned.</summary>
    /// <param name="index">The table.</param>
    /// <param name="source">The file.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="unpackedBytes">Bytes that came out of packed members, beyond those of the file.</param>
    /// <exception cref="DatasetFormatException">There are too many (<see cref="Fault.TooLarge"/>).</exception>
    public static TableIndex Charge(TableIndex index, IByteSource source, ReadLimits limits, long unpackedBytes = 0)
    {
        Charge(index.Rows, source.Name, limits, source.Length + unpackedBytes);
        return index;
    }

    /// <summary>Refuses more rows than the bytes of a file have earned.</summary>
    /// <exception cref="DatasetFormatException">There are too many (<see cref="Fault.TooLarge"/>).</exception>
    public static void Charge(long rows, SourceName source, ReadLimits limits, long length) =>
        new AllocationBudget(source, limits, length).Charge(rows > long.MaxValue / BytesPerRow ? long.MaxValue : rows * BytesPerRow, null);
}

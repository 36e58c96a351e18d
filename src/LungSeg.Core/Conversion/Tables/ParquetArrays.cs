using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Runs;

namespace LungSeg.Core.Conversion.Tables;

/// <summary>The arrays of a row until its columns are written: in memory, or read each time where they are large.</summary>
internal sealed class ParquetArrays : IDisposable
{
    private readonly RowBytes _values;
    private readonly IReadOnlyList<string> _names;
    private readonly byte[][]? _arrays;

    /// <param name="values">The arrays; disposed of with this object.</param>
    /// <param name="names">Their names, in the order of the stacks.</param>
    /// <param name="bytes">Size of them all.</param>
    public ParquetArrays(RowBytes values, IReadOnlyList<string> names, long bytes)
    {
        (_values, _names, Bytes) = (values, names, bytes);
        if (bytes < LargeMemory.LargeBytes)
        {
            _arrays = [.. names.Select(values.Read)];
        }
    }

    /// <summary>Size of all arrays.</summary>
    public long Bytes { get; }

    /// <summary>Bytes of the array at <paramref name="index"/>, in C order.</summary>
    public byte[] Read(int index)
    {
        if (_arrays is not null)
        {
            return _arrays[index];
        }

        // What was read before goes first, then what reading this one has left behind, before it is packed.
        LargeMemory.Release(Bytes);
        var read = _values.Read(_names[index]);
        LargeMemory.Release(Bytes);
        return read;
    }

    public void Dispose() => _values.Dispose();
}

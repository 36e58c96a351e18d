using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>Reads the soft tissue of rows and caches the last few: consecutive pairs are often of the same slices.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class TissueSlices : IDisposable
{
    /// <summary>Slices in memory, some 2 MB each at 512 x 512; minimum 2, since two are compared.</summary>
    private const int Capacity = 5;

    /// <summary>Ordered by last use; the most recent is last.</summary>
    private readonly List<(DatasetRow Row, SoftTissue Tissue)> _slices = new(Capacity);

    /// <summary>The soft tissue of a row's hu_array_old, valid until <see cref="Capacity"/> - 1 other rows are read.</summary>
    /// <exception cref="Bytes.DatasetFormatException">The file has changed since it was indexed.</exception>
    public SoftTissue Read(DatasetRow row)
    {
        var at = _slices.FindIndex(slice => ReferenceEquals(slice.Row, row));
        if (at < 0 && _slices.Count < Capacity)
        {
            return Fill(row, new SoftTissue());
        }

        var (known, tissue) = _slices[Math.Max(at, 0)];
        _slices.RemoveAt(Math.Max(at, 0));
        if (at < 0)
        {
            return Fill(row, tissue);
        }

        _slices.Add((known, tissue));
        return tissue;
    }

    /// <summary>Gives the memory of large slices back.</summary>
    public void Dispose()
    {
        var largest = _slices.Select(slice => (long)slice.Tissue.Noise.Length).DefaultIfEmpty().Max();
        _slices.Clear();
        LargeMemory.Release(largest * sizeof(double));
    }

    private SoftTissue Fill(DatasetRow row, SoftTissue tissue)
    {
        using var sample = row.Load();
        tissue.Find(sample.ReadValues(row.HuOld!), SliceShape.GetHuOldSize(row));
        _slices.Add((row, tissue));
        return tissue;
    }
}

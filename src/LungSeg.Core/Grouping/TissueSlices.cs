using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>Reads the soft tissue of rows and keeps the last few: pairs in order compare the slices of one scan with each other.</summary>
/// <remarks>For one thread at a time.</remarks>
internal sealed class TissueSlices
{
    /// <summary>Slices in memory, some 2 MB each at 512 x 512; at least the two that are compared.</summary>
    private const int Capacity = 5;

    /// <summary>The one used last comes last.</summary>
    private readonly List<(DatasetRow Row, SoftTissue Tissue)> _slices = new(Capacity);

    /// <summary>The soft tissue of a row's hu_array_old, good until <see cref="Capacity"/> - 1 others were asked for.</summary>
    /// <exception cref="Bytes.DatasetFormatException">The file is not what it was when it was indexed.</exception>
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

    private SoftTissue Fill(DatasetRow row, SoftTissue tissue)
    {
        using var sample = row.Load();
        tissue.Find(sample.ReadValues(row.HuOld!), SliceShape.GetHuOldSize(row));
        _slices.Add((row, tissue));
        return tissue;
    }
}

using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>A slice with its soft tissue, read for the comparison with several others.</summary>
internal sealed class TissueSlice : IDisposable
{
    private readonly CtSample _sample;

    /// <param name="row">Row with hu_array_old.</param>
    /// <param name="tissue">Memory for its soft tissue.</param>
    /// <exception cref="Bytes.DatasetFormatException">The file is not what it was when it was indexed.</exception>
    public TissueSlice(DatasetRow row, SoftTissue tissue)
    {
        Row = row;
        Shape = SliceShape.OfOld(row);
        Tissue = tissue;
        _sample = row.Load();
        tissue.Find(Hu, Shape);
    }

    public DatasetRow Row { get; }

    public SliceShape Shape { get; }

    public SoftTissue Tissue { get; }

    /// <summary>HU values, [row, col] in C order.</summary>
    public ReadOnlySpan<double> Hu => _sample.ReadValues(Row.HuOld!);

    public void Dispose() => _sample.Dispose();
}

/// <summary>Reads slices for comparisons and keeps the last few: pairs in order compare the slices of one scan with each other.</summary>
/// <remarks>For one thread at a time.</remarks>
internal sealed class TissueSlices : IDisposable
{
    /// <summary>Slices in memory, some 2 MB each at 512 x 512; at least the two that are compared.</summary>
    private const int Capacity = 6;

    /// <summary>The one used last comes last.</summary>
    private readonly List<TissueSlice> _slices = new(Capacity);

    /// <summary>A row's slice, good until <see cref="Capacity"/> - 1 others were asked for.</summary>
    /// <exception cref="Bytes.DatasetFormatException">The file is not what it was when it was indexed.</exception>
    public TissueSlice Read(DatasetRow row)
    {
        var at = _slices.FindIndex(slice => ReferenceEquals(slice.Row, row));
        var slice = at < 0 ? Load(row) : _slices[at];
        if (at >= 0)
        {
            _slices.RemoveAt(at);
        }

        _slices.Add(slice);
        return slice;
    }

    public void Dispose()
    {
        foreach (var slice in _slices)
        {
            slice.Dispose();
        }
    }

    private TissueSlice Load(DatasetRow row)
    {
        if (_slices.Count < Capacity)
        {
            return new TissueSlice(row, new SoftTissue());
        }

        var oldest = _slices[0];
        _slices.RemoveAt(0);
        oldest.Dispose();
        return new TissueSlice(row, oldest.Tissue);
    }
}

using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using LungSeg.Thresholding;
using LungSeg.Thresholding.Contours;

namespace LungSeg.Core.Regeneration;

/// <summary>A method applied to rows: to each slice alone, or with its neighbours in the scan.</summary>
internal sealed class RowMasker
{
    private readonly ILungMasker _method;
    private readonly Dictionary<DatasetRow, List<DatasetRow>> _neighbours = [];
    private readonly Dictionary<DatasetRow, MaskAlone> _alone = [];

    /// <summary>Prepares a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="neighbours">
    /// The slices before and after each row in its scan, at most two; null for a method that sees a slice alone. Only
    /// <see cref="RefinedMasker"/> can use them.
    /// </param>
    /// <param name="rows">Rows to make masks of.</param>
    /// <param name="jobs">Threads.</param>
    /// <exception cref="InvalidRequestException">The method knows no neighbours.</exception>
    /// <exception cref="DatasetFormatException">A row cannot be read.</exception>
    public RowMasker(
        ILungMasker method,
        IReadOnlyDictionary<DatasetRow, List<DatasetRow>>? neighbours,
        IReadOnlyList<DatasetRow> rows,
        int jobs
    )
    {
        _method = method;
        if (neighbours is null)
        {
            return;
        }

        if (method is not RefinedMasker)
        {
            throw new InvalidRequestException(RequestParameter.Context, $"'scan' goes with the method refined, not {method.Name}");
        }

        foreach (var (row, others) in neighbours)
        {
            _neighbours.Add(row, [.. others.Where(other => other.HuOld!.HasShapeOf(row.HuOld!))]);
        }

        MakeMasksAlone(rows, jobs);
    }

    /// <summary>Makes the mask of a row.</summary>
    /// <exception cref="DatasetFormatException">The row cannot be read.</exception>
    public ThresholdOutcome Compute(CtSample sample, Span<byte> mask)
    {
        if (_alone.TryGetValue(sample.Row, out var alone) && !alone.DependsOnNeighbours)
        {
            alone.Mask.WriteTo(mask);
            return alone.Outcome;
        }
        var size = SliceShape.GetSize(sample.Row, needsHu: false);
        var hu = sample.ReadValues(sample.Row.HuOld!);
        var outcome =
            _neighbours.TryGetValue(sample.Row, out var neighbours) && neighbours.Count > 0
                ? RefinedMasker.ComputeInScan(
                    hu,
                    size.Height,
                    size.Width,
                    Unpack(neighbours[0], size),
                    neighbours.Count > 1 ? Unpack(neighbours[1], size) : [],
                    mask
                )
                : _method.Compute(hu, size.Height, size.Width, mask);
        LargeMemory.Release(hu.Length * sizeof(double));
        return outcome;
    }

    // Kept as bits: 32 KB a slice of 512 x 512.
    private void MakeMasksAlone(IReadOnlyList<DatasetRow> rows, int jobs)
    {
        var needed = rows.Where(_neighbours.ContainsKey).SelectMany(row => _neighbours[row]).Distinct().ToArray();
        var masks = new MaskAlone[needed.Length];
        ParallelRows.Run(
            needed.Length,
            RowJobs.Limit(needed, jobs),
            i =>
            {
                using var sample = needed[i].Load();
                var size = SliceShape.GetSize(needed[i], needsHu: false);
                var mask = new BitSlice();
                var (outcome, depends) = RefinedMasker.ComputeAlone(sample.ReadValues(needed[i].HuOld!), size.Height, size.Width, mask);
                masks[i] = new MaskAlone(mask, outcome, depends);
            }
        );
        for (var i = 0; i < needed.Length; i++)
        {
            _alone.Add(needed[i], masks[i]);
        }
    }

    private byte[] Unpack(DatasetRow row, SliceSize size)
    {
        var mask = new byte[size.Height * size.Width];
        _alone[row].Mask.WriteTo(mask);
        return mask;
    }

    /// <summary>What the method gives of a slice alone, and whether its neighbours may change that.</summary>
    private sealed record MaskAlone(BitSlice Mask, ThresholdOutcome Outcome, bool DependsOnNeighbours);
}

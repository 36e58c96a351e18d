using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>Closes lungs that the edge of the field of view cuts, so that they count as cavities of the body.</summary>
/// <remarks>
/// Most pixels of a lung have body above and below, and a lung is thick: unlike a blanket, foam of a table, and the gap between back and
/// table, which lies below the body where the table touches it. Beside a wide cut no body is visible.
/// </remarks>
internal sealed class CutLungs(int height, int width)
{
    private const int SmallestLung = 1000;
    private const int ThickestGap = 6;

    // Shells of a table pad are up to 6 px thick, as in BodyContour.
    private const int ThinnestBody = 3;
    private const double LungMargin = 60;
    private const double DensestLungHu = -500;
    private const double BetweenShare = 0.5;

    private readonly BitSlice _visible = new();
    private readonly BitSlice _thick = new();
    private readonly BitSlice _between = new();
    private readonly BitSlice _below = new();
    private readonly ComponentMap _map = new();
    private readonly HuQuantiles _quantiles = new();

    /// <summary>The closed lungs.</summary>
    public BitSlice Closed { get; } = new();

    /// <summary>Removes from the slice's air what lies outside the field of view along the open side of each cut lung.</summary>
    /// <returns>Whether a lung was cut.</returns>
    public bool Close(ReadOnlySpan<double> hu, ChestSlice slice)
    {
        Closed.Clear(height, width);
        if (slice.Outside.IsEmpty)
        {
            return false;
        }

        FindBetween(slice);
        _visible.CopyFrom(slice.Air);
        _visible.Remove(slice.Outside);
        _map.Build(_visible);
        var found = false;
        for (var index = 0; index < _map.ComponentCount; index++)
        {
            if (_map.Components[index].Air && _map.Components[index].Pixels >= SmallestLung && IsCutLung(hu, slice, index))
            {
                DrawSeam(slice, index);
                Closed.Fill(_map, index);
                found = true;
            }
        }

        return found;
    }

    // Marks the pixels with body above and below.
    private void FindBetween(ChestSlice slice)
    {
        _between.Clear(height, width);
        _between.Fill(slice.Map, slice.BodyIndex);
        slice.Morphology.Erode(_between, ThinnestBody);
        slice.Morphology.Dilate(_between, ThinnestBody);
        _below.CopyFrom(_between);
        for (var row = 1; row < height; row++)
        {
            Join(_between.Row(row - 1), _between.Edit(row));
        }

        for (var row = height - 2; row >= 0; row--)
        {
            Join(_below.Row(row + 1), _below.Edit(row));
        }

        _between.Keep(_below);
    }

    private static void Join(ReadOnlySpan<ulong> from, Span<ulong> to)
    {
        for (var word = 0; word < to.Length; word++)
        {
            to[word] |= from[word];
        }
    }

    private bool IsCutLung(ReadOnlySpan<double> hu, ChestSlice slice, int index) =>
        LiesBetween(index) && IsOpen(slice, index) && HasLungHu(hu, slice, index) && IsThick(slice, index);

    // The field of view can end only beside the ends of runs.
    private bool IsOpen(ChestSlice slice, int index)
    {
        foreach (var run in _map.GetRuns(index))
        {
            if (IsOutside(slice, run.Row, run.Start - 1) || IsOutside(slice, run.Row, run.End))
            {
                return true;
            }
        }

        return false;
    }

    private bool LiesBetween(int index) => _between.Count(_map, index) >= BetweenShare * _map.Components[index].Pixels;

    private bool IsThick(ChestSlice slice, int index)
    {
        _thick.Clear(height, width);
        _thick.Fill(_map, index);
        slice.Morphology.Erode(_thick, ThickestGap);
        return !_thick.IsEmpty;
    }

    private bool HasLungHu(ReadOnlySpan<double> hu, ChestSlice slice, int index)
    {
        _quantiles.Clear();
        foreach (var run in _map.GetRuns(index))
        {
            for (var column = run.Start; column < run.End; column++)
            {
                _quantiles.Add(hu[(run.Row * width) + column]);
            }
        }

        var median = _quantiles.Compute();
        return median > slice.OutsideHu + LungMargin && median < DensestLungHu;
    }

    private bool IsOutside(ChestSlice slice, int row, int column) =>
        row >= 0 && row < height && column >= 0 && column < width && slice.Outside[row, column];

    private void DrawSeam(ChestSlice slice, int index)
    {
        foreach (var run in _map.GetRuns(index))
        {
            ClearOutsideAround(slice, run);
        }
    }

    private void ClearOutsideAround(ChestSlice slice, RowRun run)
    {
        for (var row = run.Row - 1; row <= run.Row + 1; row++)
        {
            for (var column = run.Start - 1; column <= run.End; column++)
            {
                if (IsOutside(slice, row, column))
                {
                    slice.Air.Edit(row)[column / 64] &= ~(1UL << (column % 64));
                }
            }
        }
    }
}

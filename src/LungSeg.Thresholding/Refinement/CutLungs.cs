using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>Closes lungs that the edge of the field of view cuts, so that they count as cavities of the body.</summary>
/// <remarks>
/// Most pixels of a lung have body above and below, unlike foam of a table or a blanket. Beside a wide cut no body is visible.
/// </remarks>
internal sealed class CutLungs(int height, int width)
{
    private const int SmallestLung = 1000;
    private const double LungMargin = 60;
    private const double DensestLungHu = -500;
    private const double BetweenShare = 0.5;

    private readonly BitSlice _visible = new();
    private readonly ComponentMap _map = new();
    private readonly HuMedian _median = new();
    private readonly int[] _bodyTop = new int[width];
    private readonly int[] _bodyBottom = new int[width];

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

        _visible.CopyFrom(slice.Air);
        _visible.Remove(slice.Outside);
        _map.Build(_visible);
        MeasureBody(slice);
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

    private void MeasureBody(ChestSlice slice)
    {
        Array.Fill(_bodyTop, height);
        Array.Fill(_bodyBottom, -1);
        foreach (var run in slice.Map.GetRuns(slice.BodyIndex))
        {
            for (var column = run.Start; column < run.End; column++)
            {
                _bodyTop[column] = Math.Min(_bodyTop[column], run.Row);
                _bodyBottom[column] = run.Row;
            }
        }
    }

    private bool IsCutLung(ReadOnlySpan<double> hu, ChestSlice slice, int index) =>
        IsOpen(slice, index) && LiesBetween(index) && HasLungHu(hu, slice, index);

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

    private bool LiesBetween(int index)
    {
        var between = 0;
        foreach (var run in _map.GetRuns(index))
        {
            for (var column = run.Start; column < run.End; column++)
            {
                between += _bodyTop[column] < run.Row && run.Row < _bodyBottom[column] ? 1 : 0;
            }
        }

        return between >= BetweenShare * _map.Components[index].Pixels;
    }

    private bool HasLungHu(ReadOnlySpan<double> hu, ChestSlice slice, int index)
    {
        _median.Clear();
        foreach (var run in _map.GetRuns(index))
        {
            for (var column = run.Start; column < run.End; column++)
            {
                _median.Add(hu[(run.Row * width) + column]);
            }
        }

        var median = _median.Compute();
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

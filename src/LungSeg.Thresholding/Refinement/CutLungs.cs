using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>Closes lungs that the edge of the field of view cuts open, so that they count as cavities of the body.</summary>
/// <remarks>Most of a lung lies between body above and body below, which a table's foam or a blanket does not; beside a wide cut no body is seen.</remarks>
internal sealed class CutLungs(int rows, int columns)
{
    private const int SmallestLung = 1000;
    private const double LungMargin = 60;
    private const double DensestLungHu = -500;
    private const double BetweenShare = 0.5;

    private readonly BitSlice _visible = new();
    private readonly ComponentMap _map = new();
    private readonly HuHistogram _histogram = new();
    private readonly int[] _bodyTop = new int[columns];
    private readonly int[] _bodyBottom = new int[columns];

    /// <summary>The lungs that were closed.</summary>
    public BitSlice Closed { get; } = new();

    /// <summary>Takes the padding along the open side of each cut lung out of the slice's air.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Close(ReadOnlySpan<double> hu, ChestSlice slice)
    {
        Closed.Clear(rows, columns);
        if (slice.Padding.IsEmpty)
        {
            return false;
        }

        _visible.CopyFrom(slice.Air);
        _visible.Remove(slice.Padding);
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
        Array.Fill(_bodyTop, rows);
        Array.Fill(_bodyBottom, -1);
        for (var row = 0; row < rows; row++)
        {
            foreach (ref readonly var run in slice.Map.RunsOfRow(row))
            {
                for (var column = run.Start; run.Component == slice.BodyIndex && column < run.End; column++)
                {
                    _bodyTop[column] = Math.Min(_bodyTop[column], row);
                    _bodyBottom[column] = row;
                }
            }
        }
    }

    private bool IsCutLung(ReadOnlySpan<double> hu, ChestSlice slice, int index) => IsOpen(slice, index) && LiesBetween(index) && HasLungHu(hu, slice, index);

    // Beside the ends of its runs alone can there be padding.
    private bool IsOpen(ChestSlice slice, int index)
    {
        ref readonly var component = ref _map.Components[index];
        for (var row = component.Top; row <= component.Bottom; row++)
        {
            foreach (ref readonly var run in _map.RunsOfRow(row))
            {
                if (run.Component == index && (IsPadding(slice, row, run.Start - 1) || IsPadding(slice, row, run.End)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool LiesBetween(int index)
    {
        ref readonly var component = ref _map.Components[index];
        var between = 0;
        for (var row = component.Top; row <= component.Bottom; row++)
        {
            foreach (ref readonly var run in _map.RunsOfRow(row))
            {
                for (var column = run.Start; run.Component == index && column < run.End; column++)
                {
                    between += _bodyTop[column] < row && row < _bodyBottom[column] ? 1 : 0;
                }
            }
        }

        return between >= BetweenShare * component.Pixels;
    }

    private bool HasLungHu(ReadOnlySpan<double> hu, ChestSlice slice, int index)
    {
        ref readonly var component = ref _map.Components[index];
        _histogram.Clear();
        for (var row = component.Top; row <= component.Bottom; row++)
        {
            foreach (ref readonly var run in _map.RunsOfRow(row))
            {
                for (var column = run.Start; run.Component == index && column < run.End; column++)
                {
                    _histogram.Add(hu[(row * columns) + column]);
                }
            }
        }

        var median = _histogram.Median();
        return median > slice.OutsideHu + LungMargin && median < DensestLungHu;
    }

    private bool IsPadding(ChestSlice slice, int row, int column) =>
        row >= 0 && row < rows && column >= 0 && column < columns && slice.Padding[row, column];

    private void DrawSeam(ChestSlice slice, int index)
    {
        ref readonly var component = ref _map.Components[index];
        for (var row = component.Top; row <= component.Bottom; row++)
        {
            foreach (ref readonly var run in _map.RunsOfRow(row))
            {
                if (run.Component == index)
                {
                    ClearPaddingAround(slice, row, run);
                }
            }
        }
    }

    private void ClearPaddingAround(ChestSlice slice, int row, Run run)
    {
        for (var r = row - 1; r <= row + 1; r++)
        {
            for (var column = run.Start - 1; column <= run.End; column++)
            {
                if (IsPadding(slice, r, column))
                {
                    slice.Air.Edit(r)[column / 64] &= ~(1UL << (column % 64));
                }
            }
        }
    }
}

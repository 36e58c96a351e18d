using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>Assigns every selected cavity to a side, and splits a cavity that both lungs share.</summary>
internal sealed class LungSides(ChestSlice slice, LungSelection selection)
{
    private const double SharedShare = 0.2;
    private const double SeedShare = 0.1;
    private const int MaxNeck = 25;

    private readonly ComponentMap _map = new();
    private readonly BitSlice _cavity = new();
    private readonly BitSlice _core = new();
    private readonly int[] _toFirst = new int[slice.Width];
    private readonly int[] _toSecond = new int[slice.Width];
    private DistanceTransform? _distancesToSecond;

    /// <summary>The lung on the side of lower columns.</summary>
    public BitSlice Left { get; } = new();

    /// <summary>The lung on the side of higher columns.</summary>
    public BitSlice Right { get; } = new();

    public void Assign()
    {
        Left.Clear(slice.Height, slice.Width);
        Right.Clear(slice.Height, slice.Width);
        foreach (var lung in selection.Lungs)
        {
            if (IsShared(lung))
            {
                Split(lung);
            }
            else
            {
                (lung.CentreColumn < selection.Midline ? Left : Right).Fill(slice.Map, lung.Index);
            }
        }
    }

    private bool IsShared(AirComponent lung)
    {
        var left = 0;
        foreach (var run in slice.Map.GetRuns(lung.Index))
        {
            left += Math.Clamp(FirstRight - run.Start, 0, run.End - run.Start);
        }

        return Math.Min(left, lung.Pixels - left) >= SharedShare * lung.Pixels;
    }

    // First column that is not left of the midline.
    private int FirstRight => (int)Math.Ceiling(selection.Midline);

    // Erodes the area until the bridge between the lungs breaks; then each pixel goes to the nearer of the two cores.
    private void Split(AirComponent lung)
    {
        _cavity.Clear(slice.Height, slice.Width);
        _cavity.Fill(slice.Map, lung.Index);
        for (var radius = 1; radius <= MaxNeck; radius++)
        {
            _core.CopyFrom(_cavity);
            slice.Morphology.Erode(_core, radius);
            _map.Build(_core);
            if (TryFindCores(SeedShare * lung.Pixels, out var first, out var second))
            {
                AssignByNearest(lung, first, second);
                return;
            }
        }

        foreach (var run in slice.Map.GetRuns(lung.Index))
        {
            Assign(run, Math.Clamp(FirstRight, run.Start, run.End));
        }
    }

    private bool TryFindCores(double minimumPixels, out int first, out int second)
    {
        (first, second) = (-1, -1);
        for (var index = 0; index < _map.ComponentCount; index++)
        {
            ref readonly var component = ref _map.Components[index];
            if (!component.Air || component.Pixels < minimumPixels)
            {
                continue;
            }

            var isLeft = (component.Left + component.Right) / 2.0 < selection.Midline;
            first = isLeft && (first < 0 || component.Pixels > _map.Components[first].Pixels) ? index : first;
            second = !isLeft && (second < 0 || component.Pixels > _map.Components[second].Pixels) ? index : second;
        }

        return first >= 0 && second >= 0;
    }

    private void AssignByNearest(AirComponent lung, int first, int second)
    {
        // Made at first use: few slices have lungs that share a cavity.
        var toSecond = _distancesToSecond ??= new DistanceTransform(slice.Height, slice.Width);
        MeasureTo(lung, first, slice.Distances);
        MeasureTo(lung, second, toSecond);
        var row = -1;
        foreach (var run in slice.Map.GetRuns(lung.Index))
        {
            if (run.Row != row)
            {
                row = run.Row;
                slice.Distances.SquaredRow(row, _toFirst);
                toSecond.SquaredRow(row, _toSecond);
            }

            for (var column = run.Start; column < run.End; column++)
            {
                Assign(new RowRun(row, column, column + 1), _toFirst[column] <= _toSecond[column] ? column + 1 : column);
            }
        }
    }

    // Columns before the middle go to the left lung, the others to the right lung.
    private void Assign(RowRun run, int middle)
    {
        if (run.Start < middle)
        {
            Left.Fill(run.Row, run.Start, middle);
        }

        if (middle < run.End)
        {
            Right.Fill(run.Row, middle, run.End);
        }
    }

    // The bounding box of the lung contains the core.
    private void MeasureTo(AirComponent lung, int core, DistanceTransform distances)
    {
        ref readonly var component = ref slice.Map.Components[lung.Index];
        _core.Clear(slice.Height, slice.Width);
        _core.Fill(_map, core);
        distances.SetWindow(component.Top, component.Left, component.Bottom + 1, component.Right + 1);
        distances.MeasureColumns(_core, toSet: true);
    }
}

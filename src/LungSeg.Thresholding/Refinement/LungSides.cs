using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>Puts every accepted cavity on one of two sides, and cuts one that both lungs share.</summary>
internal sealed class LungSides(ChestSlice slice, LungSelection selection)
{
    private const double SharedShare = 0.2;
    private const double SeedShare = 0.1;
    private const int MaximumNeck = 25;

    private readonly BitSlice _bits = new();
    private readonly ComponentMap _map = new();
    private readonly byte[] _cavity = new byte[slice.Rows * slice.Columns];
    private readonly byte[] _core = new byte[slice.Rows * slice.Columns];
    private readonly int[] _toFirst = new int[slice.Rows * slice.Columns];

    /// <summary>0 outside, 1 for the side of lower columns, 2 for the other.</summary>
    public byte[] Labels { get; } = new byte[slice.Rows * slice.Columns];

    public void Assign()
    {
        Labels.AsSpan().Clear();
        foreach (var lung in selection.Lungs)
        {
            if (IsShared(lung))
            {
                Split(lung);
            }
            else
            {
                slice.Paint(lung.Index, Labels, (byte)(lung.CentreColumn < selection.Midline ? 1 : 2));
            }
        }
    }

    private bool IsShared(AirComponent lung)
    {
        _cavity.AsSpan().Clear();
        slice.Paint(lung.Index, _cavity, 1);
        var left = 0;
        for (var i = 0; i < _cavity.Length; i++)
        {
            left += _cavity[i] != 0 && i % slice.Columns < selection.Midline ? 1 : 0;
        }

        return Math.Min(left, lung.Pixels - left) >= SharedShare * lung.Pixels;
    }

    // Peels the area until the bridge between the lungs breaks; then each pixel goes to the nearer of the two cores.
    private void Split(AirComponent lung)
    {
        var depthSquared = slice.Morphology.DepthSquared(_cavity).ToArray();
        for (var radius = 1; radius <= MaximumNeck; radius++)
        {
            for (var i = 0; i < _core.Length; i++)
            {
                _core[i] = (byte)(depthSquared[i] > radius * radius ? 1 : 0);
            }

            _bits.LoadMask(_core, slice.Rows, slice.Columns);
            _map.Build(_bits);
            if (TryFindCores(SeedShare * lung.Pixels, out var first, out var second))
            {
                AssignByNearest(first, second);
                return;
            }
        }

        for (var i = 0; i < _cavity.Length; i++)
        {
            if (_cavity[i] != 0)
            {
                Labels[i] = (byte)(i % slice.Columns < selection.Midline ? 1 : 2);
            }
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

    private void AssignByNearest(int first, int second)
    {
        DistanceTo(first).CopyTo(_toFirst);
        var toSecond = DistanceTo(second);
        for (var i = 0; i < _cavity.Length; i++)
        {
            if (_cavity[i] != 0)
            {
                Labels[i] = (byte)(_toFirst[i] <= toSecond[i] ? 1 : 2);
            }
        }
    }

    private ReadOnlySpan<int> DistanceTo(int core)
    {
        _core.AsSpan().Clear();
        for (var row = 0; row < slice.Rows; row++)
        {
            foreach (ref readonly var run in _map.RunsOfRow(row))
            {
                if (run.Component == core)
                {
                    _core.AsSpan((row * slice.Columns) + run.Start, run.End - run.Start).Fill(1);
                }
            }
        }

        return slice.Morphology.DistanceSquared(_core);
    }
}

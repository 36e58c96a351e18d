using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>
/// Restores tissue of a lung that the threshold removed: vessels and lesions inside, notches at the edge, lesions on the pleura.
/// </summary>
internal sealed class LungRepair(ChestSlice slice, BodyContour body, LungSelection selection)
{
    // A lesion of 50 mm at 0.7 mm a pixel covers about 4000 px. Larger holes are more likely the dome of the liver or the heart.
    private const int LargestFill = 4000;
    private const int NotchRadius = 20;
    private const int PleuralRadius = 40;

    private const int CostalGrowth = 5;
    private const int NotchGrowth = 3;
    private const int ThinPiece = 3;
    private const double CostalReach = 0.25;
    private const double WallFactor = 1.4;
    private const double WallMargin = 4;

    // The thickness of the wall is a median over some 500 rows.
    private const int WallRowStep = 3;

    private readonly ComponentMap _map = new();
    private readonly BitSlice _closed = new();
    private readonly BitSlice _barred = new();
    private readonly BitSlice _added = new();
    private readonly BitSlice _edge = new();
    private readonly ConvexFill _hull = new(slice.Height);
    private readonly List<float> _depths = [];
    private BitSlice _lung = new();
    private double _centreColumn;
    private double _innerReach;
    private double _deepestMouth;
    private int _outward;

    /// <summary>Repairs one lung in place. Pixels of the other lung are added only where it lies in a hole of this lung.</summary>
    public void Apply(BitSlice lung, BitSlice other)
    {
        if (lung.IsEmpty)
        {
            return;
        }

        _lung = lung;
        Bar(other);
        FillHoles();
        MeasureLung();
        AddCostal();
        AddClosed(PleuralRadius, IsShallow);
        AddClosed(NotchRadius, _ => true);
        FillHoles();
        other.Remove(lung);
    }

    // Marks pixels that may not be added: outside the body, in the other lung, and air that is not lung.
    private void Bar(BitSlice other)
    {
        _barred.FillAll(slice.Height, slice.Width);
        _barred.Remove(body.Mask);
        _barred.Add(other);
        foreach (var cavity in slice.Cavities)
        {
            if (!selection.Lungs.Contains(cavity))
            {
                _barred.Fill(slice.Map, cavity.Index);
            }
        }
    }

    private void MeasureLung()
    {
        var extent = PixelExtent.Compute(_lung);
        _centreColumn = extent.CentreColumn;
        _outward = _centreColumn < selection.Midline ? -1 : 1;
        _innerReach = CostalReach * (extent.Right - extent.Left + 1) / 2;
        _deepestMouth = (WallFactor * WallThickness()) + WallMargin;
    }

    // Thickness of the chest wall: median depth of the lung's edge on its outer half.
    private double WallThickness()
    {
        _depths.Clear();
        _edge.LoadEdge(_lung);
        for (var row = 0; row < slice.Height; row += WallRowStep)
        {
            foreach (var column in _edge.ColumnsOfRow(row))
            {
                if (_outward * (column - _centreColumn) > 0)
                {
                    _depths.Add(body.Depth(row, column));
                }
            }
        }

        _depths.Sort();
        return _depths.Count > 0 ? _depths[_depths.Count / 2] : 0;
    }

    // The costal surface is convex, so what the hull adds there is a lesion on the pleura.
    private void AddCostal()
    {
        _closed.CopyFrom(_lung);
        _hull.Apply(_closed);
        AddPieces(piece => IsCostal(piece) && IsShallow(piece));
        Grow(CostalGrowth);
    }

    private void AddClosed(int radius, Predicate<int> accepts)
    {
        _closed.CopyFrom(_lung);
        slice.Morphology.Close(_closed, radius);
        AddPieces(accepts);
        Grow(NotchGrowth);
    }

    // Hull and disc end at the chord across the base of a lesion, but the lesion continues to the wall. Thin slivers along a smooth edge
    // are not lesions.
    private void Grow(int growth)
    {
        slice.Morphology.Erode(_added, ThinPiece);
        slice.Morphology.Dilate(_added, ThinPiece + growth);
        _added.Remove(_barred);
        _lung.Add(_added);
    }

    // Adds each connected piece that closing added to the lung, where the piece is small enough and passes the test.
    private void AddPieces(Predicate<int> accepts)
    {
        _added.CopyFrom(_closed);
        _added.Remove(_lung);
        _added.Remove(_barred);
        _map.Build(_added);
        _edge.LoadEdge(_closed);
        _added.Clear(slice.Height, slice.Width);
        for (var index = 0; index < _map.ComponentCount; index++)
        {
            ref readonly var component = ref _map.Components[index];
            if (component.Air && component.Pixels <= LargestFill && accepts(index))
            {
                _added.Fill(_map, index);
            }
        }

        _lung.Add(_added);
    }

    private bool IsCostal(int index)
    {
        ref readonly var component = ref _map.Components[index];
        var middle = (component.Left + component.Right) / 2.0;
        return _outward * (middle - _centreColumn) > -_innerReach;
    }

    private bool IsShallow(int index) => MouthDepth(index) <= _deepestMouth;

    // Mean depth of the open side of a piece, where it borders neither on the lung nor on what closing added.
    private double MouthDepth(int index)
    {
        var (sum, count) = (0.0, 0);
        foreach (var run in _map.GetRuns(index))
        {
            for (var column = run.Start; column < run.End; column++)
            {
                if (_edge[run.Row, column])
                {
                    sum += body.Depth(run.Row, column);
                    count++;
                }
            }
        }

        return count > 0 ? sum / count : 0;
    }

    private void FillHoles()
    {
        _map.Build(_lung);
        for (var index = 0; index < _map.ComponentCount; index++)
        {
            ref readonly var component = ref _map.Components[index];
            if (!component.Air && component.BorderPixels == 0 && component.Pixels <= LargestFill)
            {
                _lung.Fill(_map, index);
            }
        }
    }
}

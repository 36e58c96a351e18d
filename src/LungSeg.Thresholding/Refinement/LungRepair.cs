using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>Gives a lung back what the threshold took: vessels and lesions inside, notches at its edge, lesions on the pleura.</summary>
internal sealed class LungRepair(ChestSlice slice, BodyContour body, LungSelection selection)
{
    // A lesion of 50 mm at 0.7 mm a pixel covers about 4000 px; larger holes are rather the liver's dome or the heart.
    private const int LargestFill = 4000;
    private const int NotchRadius = 20;
    private const int PleuralRadius = 40;

    private const int CostalGrowth = 5;
    private const int NotchGrowth = 3;
    private const int ThinPiece = 3;

    // No step changes anything farther from the lung.
    private const int Reach = PleuralRadius + ThinPiece + CostalGrowth + 1;
    private const double CostalReach = 0.25;
    private const double WallFactor = 1.4;
    private const double WallMargin = 4;

    private readonly BitSlice _bits = new();
    private readonly ComponentMap _map = new();
    private readonly byte[] _lung = new byte[slice.Rows * slice.Columns];
    private readonly byte[] _closed = new byte[slice.Rows * slice.Columns];
    private readonly byte[] _barred = new byte[slice.Rows * slice.Columns];
    private readonly ConvexFill _hull = new(slice.Rows, slice.Columns);
    private readonly byte[] _added = new byte[slice.Rows * slice.Columns];
    private readonly List<float> _depths = [];
    private double _centreColumn;
    private double _innerReach;
    private double _deepestMouth;
    private int _outward;

    /// <summary>Repairs one side of <paramref name="labels"/> in place, never into the other side.</summary>
    public void Apply(Span<byte> labels, byte side)
    {
        var any = false;
        for (var i = 0; i < labels.Length; i++)
        {
            _lung[i] = (byte)(labels[i] == side ? 1 : 0);
            any |= labels[i] == side;
            _barred[i] = (byte)(body.Mask[i] == 0 || (labels[i] != 0 && labels[i] != side) ? 1 : 0);
        }

        if (!any)
        {
            return;
        }

        foreach (var cavity in slice.Cavities)
        {
            if (!selection.Lungs.Contains(cavity))
            {
                slice.Paint(cavity.Index, _barred, 1);
            }
        }

        FillHoles();
        MeasureLung();
        AddCostal();
        AddClosed(PleuralRadius, IsShallow);
        AddClosed(NotchRadius, _ => true);
        FillHoles();
        slice.Morphology.ClearWindow();
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = _lung[i] != 0 ? side : labels[i];
        }
    }

    private void MeasureLung()
    {
        var (sum, count) = (0L, 0);
        var (top, left, bottom, right) = (slice.Rows, slice.Columns, 0, 0);
        for (var i = 0; i < _lung.Length; i++)
        {
            if (_lung[i] != 0)
            {
                var (row, column) = Math.DivRem(i, slice.Columns);
                sum += column;
                count++;
                (top, bottom) = (Math.Min(top, row), row);
                (left, right) = (Math.Min(left, column), Math.Max(right, column));
            }
        }

        slice.Morphology.SetWindow(top - Reach, left - Reach, bottom + 1 + Reach, right + 1 + Reach);
        _centreColumn = (double)sum / count;
        _outward = _centreColumn < selection.Midline ? -1 : 1;
        _innerReach = CostalReach * (right - left + 1) / 2;
        _deepestMouth = (WallFactor * WallThickness()) + WallMargin;
    }

    // Median depth of the lung's edge on its outer half, where only the chest wall lies between it and the skin.
    private double WallThickness()
    {
        _depths.Clear();
        for (var i = 0; i < _lung.Length; i++)
        {
            if (_lung[i] != 0 && _outward * ((i % slice.Columns) - _centreColumn) > 0 && TouchesUnset(_lung, i))
            {
                _depths.Add(body.Depth[i]);
            }
        }

        _depths.Sort();
        return _depths.Count > 0 ? _depths[_depths.Count / 2] : 0;
    }

    // The costal surface is convex, so what its hull adds there was taken by a lesion on the pleura.
    private void AddCostal()
    {
        _lung.CopyTo(_closed, 0);
        _hull.Apply(_closed);
        AddPieces(piece => IsCostal(piece) && IsShallow(piece));
        Grow(CostalGrowth);
    }

    private void AddClosed(int radius, Predicate<int> accepts)
    {
        _lung.CopyTo(_closed, 0);
        slice.Morphology.Close(_closed, radius);
        AddPieces(accepts);
        Grow(NotchGrowth);
    }

    // Hull and disc span a lesion's foot with a chord; the lesion goes on to the wall behind it. Slivers along a smooth edge are no lesions.
    private void Grow(int growth)
    {
        slice.Morphology.Erode(_added, ThinPiece);
        slice.Morphology.Dilate(_added, ThinPiece + growth);
        for (var i = 0; i < _lung.Length; i++)
        {
            _lung[i] |= (byte)(_added[i] & (1 - _barred[i]));
        }
    }

    // Takes each connected piece of the closed lung beyond the lung that is small enough and passes the test.
    private void AddPieces(Predicate<int> accepts)
    {
        for (var i = 0; i < _closed.Length; i++)
        {
            _added[i] = (byte)(_closed[i] & (1 - (_lung[i] | _barred[i])));
        }

        _bits.LoadMask(_added, slice.Rows, slice.Columns);
        _map.Build(_bits);
        _added.AsSpan().Clear();
        for (var index = 0; index < _map.ComponentCount; index++)
        {
            ref readonly var component = ref _map.Components[index];
            if (component.Air && component.Pixels <= LargestFill && accepts(index))
            {
                Paint(index, _lung);
                Paint(index, _added);
            }
        }
    }

    private bool IsCostal(int index)
    {
        ref readonly var component = ref _map.Components[index];
        var middle = (component.Left + component.Right) / 2.0;
        return _outward * (middle - _centreColumn) > -_innerReach;
    }

    private bool IsShallow(int index) => MouthDepth(index) <= _deepestMouth;

    // Mean depth of the open side of an added piece, where it borders on neither lung nor closing.
    private double MouthDepth(int index)
    {
        ref readonly var component = ref _map.Components[index];
        var (sum, count) = (0.0, 0);
        for (var row = component.Top; row <= component.Bottom; row++)
        {
            foreach (ref readonly var run in _map.RunsOfRow(row))
            {
                for (var column = run.Start; run.Component == index && column < run.End; column++)
                {
                    var i = (row * slice.Columns) + column;
                    if (TouchesUnset(_closed, i))
                    {
                        sum += body.Depth[i];
                        count++;
                    }
                }
            }
        }

        return count > 0 ? sum / count : 0;
    }

    private void FillHoles()
    {
        _bits.LoadMask(_lung, slice.Rows, slice.Columns);
        _map.Build(_bits);
        for (var index = 0; index < _map.ComponentCount; index++)
        {
            ref readonly var component = ref _map.Components[index];
            if (!component.Air && component.BorderPixels == 0 && component.Pixels <= LargestFill)
            {
                Paint(index, _lung);
            }
        }
    }

    private void Paint(int index, byte[] mask)
    {
        ref readonly var component = ref _map.Components[index];
        for (var row = component.Top; row <= component.Bottom; row++)
        {
            foreach (ref readonly var run in _map.RunsOfRow(row))
            {
                if (run.Component == index)
                {
                    mask.AsSpan((row * slice.Columns) + run.Start, run.End - run.Start).Fill(1);
                }
            }
        }
    }

    private bool TouchesUnset(byte[] mask, int i)
    {
        var column = i % slice.Columns;
        return (i >= slice.Columns && mask[i - slice.Columns] == 0)
            || (i < mask.Length - slice.Columns && mask[i + slice.Columns] == 0)
            || (column > 0 && mask[i - 1] == 0)
            || (column < slice.Columns - 1 && mask[i + 1] == 0);
    }
}

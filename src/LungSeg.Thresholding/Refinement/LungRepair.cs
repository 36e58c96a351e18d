using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>Gives a lung back what the threshold took: vessels and lesions inside, notches at its edge, lesions on the pleura.</summary>
internal sealed class LungRepair(ChestSlice slice, BodyContour body, LungSelection selection)
{
    // A lesion of 50 mm at 0.7 mm a pixel covers about 4000 px; larger holes are rather the liver's dome or the heart.
    private const int LargestFill = 4000;
    private const int NotchRadius = 8;
    private const int PleuralRadius = 40;
    private const double WallFactor = 1.4;
    private const double WallMargin = 4;

    private readonly BitSlice _bits = new();
    private readonly ComponentMap _map = new();
    private readonly byte[] _lung = new byte[slice.Rows * slice.Columns];
    private readonly byte[] _closed = new byte[slice.Rows * slice.Columns];
    private readonly byte[] _barred = new byte[slice.Rows * slice.Columns];
    private readonly List<float> _depths = [];

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

        var wall = WallThickness();
        AddClosed(NotchRadius, double.PositiveInfinity);
        FillHoles();
        AddClosed(PleuralRadius, (WallFactor * wall) + WallMargin);
        FillHoles();
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = _lung[i] != 0 ? side : labels[i];
        }
    }

    // Median depth of the lung's edge on its outer half, where only the chest wall lies between it and the skin.
    private double WallThickness()
    {
        var (sum, count) = (0L, 0);
        for (var i = 0; i < _lung.Length; i++)
        {
            sum += _lung[i] * (i % slice.Columns);
            count += _lung[i];
        }

        var centre = (double)sum / count;
        var outward = centre < selection.Midline ? -1 : 1;
        _depths.Clear();
        for (var i = 0; i < _lung.Length; i++)
        {
            if (_lung[i] != 0 && outward * ((i % slice.Columns) - centre) > 0 && TouchesUnset(_lung, i))
            {
                _depths.Add(body.Depth[i]);
            }
        }

        _depths.Sort();
        return _depths.Count > 0 ? _depths[_depths.Count / 2] : 0;
    }

    // Closes with a disc, then takes each added piece that is small and whose open side is no deeper than allowed.
    private void AddClosed(int radius, double deepestMouth)
    {
        _lung.CopyTo(_closed, 0);
        slice.Morphology.Close(_closed, radius);
        var pieces = _closed;
        var closed = _closed.ToArray();
        for (var i = 0; i < pieces.Length; i++)
        {
            pieces[i] &= (byte)(1 - (_lung[i] | _barred[i]));
        }

        _bits.LoadMask(pieces, slice.Rows, slice.Columns);
        _map.Build(_bits);
        for (var index = 0; index < _map.ComponentCount; index++)
        {
            ref readonly var component = ref _map.Components[index];
            if (component.Air && component.Pixels <= LargestFill && MouthDepth(index, closed) <= deepestMouth)
            {
                PaintLung(index);
            }
        }
    }

    private double MouthDepth(int index, byte[] closed)
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
                    if (TouchesUnset(closed, i))
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
                PaintLung(index);
            }
        }
    }

    private void PaintLung(int index)
    {
        ref readonly var component = ref _map.Components[index];
        for (var row = component.Top; row <= component.Bottom; row++)
        {
            foreach (ref readonly var run in _map.RunsOfRow(row))
            {
                if (run.Component == index)
                {
                    _lung.AsSpan((row * slice.Columns) + run.Start, run.End - run.Start).Fill(1);
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

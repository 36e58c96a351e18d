using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>The body with all it encloses, without a table that touches it.</summary>
internal sealed class BodyContour(ChestSlice slice)
{
    // Table plates and blankets are up to 6 px thick; opening with this disc cuts them off.
    private const int TableRadius = 3;
    private const double SureLungShare = 0.02;
    private const double SureLungRadius = 10;

    private readonly BitSlice _bits = new();
    private readonly ComponentMap _map = new();
    private readonly byte[] _tissue = new byte[slice.Rows * slice.Columns];

    /// <summary>1 inside the body.</summary>
    public byte[] Mask { get; } = new byte[slice.Rows * slice.Columns];

    /// <summary>Distance to the outside of the body in px, 0 outside.</summary>
    public float[] Depth { get; } = new float[slice.Rows * slice.Columns];

    public int Pixels { get; private set; }

    public int Left { get; private set; }

    public int Right { get; private set; }

    public double CentreColumn { get; private set; }

    /// <summary>Finds the body round the cavities that are lungs without doubt, which keeps a thin chest wall from breaking.</summary>
    public void Find()
    {
        var mask = Mask.AsSpan();
        mask.Clear();
        slice.Paint(slice.BodyIndex, mask, 1);
        foreach (var cavity in slice.Cavities)
        {
            if (IsSurelyLung(cavity))
            {
                slice.Paint(cavity.Index, mask, 1);
                PaintInside(cavity.Index, mask);
            }
        }

        mask.CopyTo(_tissue);
        slice.Morphology.Erode(mask, TableRadius);
        KeepLargest(mask);
        slice.Morphology.Dilate(mask, TableRadius + 1);
        for (var i = 0; i < mask.Length; i++)
        {
            mask[i] &= _tissue[i];
        }

        FillEnclosed(mask);
        Measure();
    }

    private bool IsSurelyLung(AirComponent cavity) =>
        cavity.Pixels >= SureLungShare * slice.Map.Components[slice.BodyIndex].Pixels
        && cavity.InnerRadius >= SureLungRadius
        && !LungSelection.IsFreeGas(cavity, slice.OutsideHu);

    // Everything a cavity surrounds has a higher index than the cavity.
    private void PaintInside(int cavity, Span<byte> mask)
    {
        var inside = new bool[slice.Map.ComponentCount];
        inside[cavity] = true;
        for (var index = cavity + 1; index < inside.Length; index++)
        {
            ref readonly var component = ref slice.Map.Components[index];
            if (component.BorderPixels == 0 && inside[component.Parent])
            {
                inside[index] = true;
                slice.Paint(index, mask, 1);
            }
        }
    }

    private void KeepLargest(Span<byte> mask)
    {
        _bits.LoadMask(mask, slice.Rows, slice.Columns);
        _map.Build(_bits);
        var best = -1;
        for (var index = 0; index < _map.ComponentCount; index++)
        {
            ref readonly var component = ref _map.Components[index];
            if (component.Air && (best < 0 || component.Pixels > _map.Components[best].Pixels))
            {
                best = index;
            }
        }

        PaintRuns(component => component != best, mask, value: 0);
    }

    private void FillEnclosed(Span<byte> mask)
    {
        _bits.LoadMask(mask, slice.Rows, slice.Columns);
        _map.Build(_bits);
        PaintRuns(component => _map.Components[component].BorderPixels == 0, mask, value: 1);
    }

    private void PaintRuns(Predicate<int> select, Span<byte> mask, byte value)
    {
        for (var row = 0; row < slice.Rows; row++)
        {
            foreach (ref readonly var run in _map.RunsOfRow(row))
            {
                if (select(run.Component))
                {
                    mask[((row * slice.Columns) + run.Start)..((row * slice.Columns) + run.End)].Fill(value);
                }
            }
        }
    }

    private void Measure()
    {
        var depthSquared = slice.Morphology.DepthSquared(Mask);
        var sum = 0L;
        (Pixels, Left, Right) = (0, slice.Columns, 0);
        for (var i = 0; i < Mask.Length; i++)
        {
            Depth[i] = MathF.Sqrt(depthSquared[i]);
            if (Mask[i] != 0)
            {
                var column = i % slice.Columns;
                sum += column;
                Pixels++;
                Left = Math.Min(Left, column);
                Right = Math.Max(Right, column);
            }
        }

        CentreColumn = Pixels > 0 ? (double)sum / Pixels : 0;
    }
}

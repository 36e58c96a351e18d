using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>Finds the body and all that it encloses, without a table that touches it.</summary>
internal sealed class BodyContour(ChestSlice slice)
{
    // Table plates and blankets are up to 6 px thick; opening with this disc removes them.
    private const int TableRadius = 3;
    private const double SureLungShare = 0.02;
    private const int SureLungRadius = 10;

    private readonly ComponentMap _map = new();
    private readonly BitSlice _tissue = new();
    private readonly BitSlice _thick = new();
    private readonly DistanceTransform _distances = new(slice.Height, slice.Width);

    /// <summary>Set inside the body.</summary>
    public BitSlice Mask { get; } = new();

    public PixelExtent Extent { get; private set; }

    /// <summary>Cavities that are lung by size, thickness and density alone, after <see cref="Find"/>.</summary>
    public HashSet<AirComponent> SureLungs { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Distance of a pixel to the outside of the body in px, 0 outside.</summary>
    public float Depth(int row, int column) => MathF.Sqrt(_distances.SquaredAt(row, column));

    /// <summary>
    /// Finds the body. Cavities that are certainly lungs are filled first, so that opening does not break a thin chest wall.
    /// </summary>
    public void Find()
    {
        Mask.Clear(slice.Height, slice.Width);
        Mask.Fill(slice.Map, slice.BodyIndex);
        FindThick();
        SureLungs.Clear();
        foreach (var cavity in slice.Cavities)
        {
            if (IsSurelyLung(cavity))
            {
                SureLungs.Add(cavity);
                Mask.Fill(slice.Map, cavity.Index);
                FillInside(cavity.Index);
            }
        }

        _tissue.CopyFrom(Mask);
        slice.Morphology.Erode(Mask, TableRadius);
        KeepLargest();
        slice.Morphology.Dilate(Mask, TableRadius + 1);
        Mask.Keep(_tissue);
        FillEnclosed();
        Measure();
    }

    // Marks the middle of air into which a disc of the radius of a sure lung fits.
    private void FindThick()
    {
        _thick.Clear(slice.Height, slice.Width);
        foreach (var cavity in slice.Cavities)
        {
            if (IsLarge(cavity))
            {
                _thick.Fill(slice.Map, cavity.Index);
            }
        }

        slice.Morphology.Erode(_thick, SureLungRadius);
    }

    private bool IsLarge(AirComponent cavity) =>
        cavity.Pixels >= SureLungShare * slice.Map.Components[slice.BodyIndex].Pixels && !LungSelection.IsFreeGas(cavity, slice.OutsideHu);

    private bool IsSurelyLung(AirComponent cavity) => cavity.IsCutLung || (IsLarge(cavity) && IsThick(cavity));

    private bool IsThick(AirComponent cavity) => _thick.Meets(slice.Map, cavity.Index);

    // Everything a cavity surrounds has a higher index than the cavity.
    private void FillInside(int cavity)
    {
        var inside = new bool[slice.Map.ComponentCount];
        inside[cavity] = true;
        for (var index = cavity + 1; index < inside.Length; index++)
        {
            ref readonly var component = ref slice.Map.Components[index];
            if (component.BorderPixels == 0 && inside[component.Parent])
            {
                inside[index] = true;
                Mask.Fill(slice.Map, index);
            }
        }
    }

    private void KeepLargest()
    {
        _map.Build(Mask);
        var best = -1;
        for (var index = 0; index < _map.ComponentCount; index++)
        {
            ref readonly var component = ref _map.Components[index];
            if (component.Air && (best < 0 || component.Pixels > _map.Components[best].Pixels))
            {
                best = index;
            }
        }

        Mask.Clear(slice.Height, slice.Width);
        if (best >= 0)
        {
            Mask.Fill(_map, best);
        }
    }

    private void FillEnclosed()
    {
        _map.Build(Mask);
        for (var row = 0; row < slice.Height; row++)
        {
            foreach (ref readonly var run in _map.RunsOfRow(row))
            {
                if (_map.Components[run.Component].BorderPixels == 0)
                {
                    Mask.Fill(row, run.Start, run.End);
                }
            }
        }
    }

    private void Measure()
    {
        _distances.MeasureColumns(Mask, toSet: false);
        Extent = PixelExtent.Compute(Mask);
    }
}

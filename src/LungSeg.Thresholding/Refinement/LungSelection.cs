namespace LungSeg.Thresholding.Refinement;

/// <summary>
/// Selects the cavities that are lung: by size, position, shape, density and ribs, since neither airways nor bowel can be traced in one
/// slice.
/// </summary>
internal sealed class LungSelection(ChestSlice slice, BodyContour body, NeighbourLungs neighbours)
{
    /// <summary>Minimum size of a lung. Smaller areas of air inside a lung are filled later.</summary>
    public const int MinPixels = 64;

    private const int LargePixels = 1000;

    // Half the width of the trachea, the spine and the oesophagus, as a share of the body's width.
    private const double MidlineShare = 0.12;
    private const double FreeGasMargin = 25;
    private const double AirwayMargin = 110;

    // The darkest tenth of gas comes this close to outside air, whatever partial volume does to its median.
    private const double GasMargin = 50;
    private const double InsideShare = 0.9;

    // Partial volume at the top of a bowel loop or in the oesophagus seldom covers more.
    private const int SmallestAtMidline = 200;
    private const double SmallMidlineShare = 0.1;

    // A crescent along the wall, which gas in the bowel seldom is.
    private const double Thin = 0.2;
    private const double Round = 0.25;

    // Smaller pieces have too few pixels without partial volume to tell them from a fold of the skin.
    private const int SmallestAlone = 100;
    private const int SmallestClear = 200;

    private const double DensestHu = -500;
    private const double DensestAloneHu = -600;

    // Half of a piece of the same lung lies over it in the next slice, and a tenth of one that thins out.
    private const double ContinuesShare = 0.5;
    private const double TouchesShare = 0.1;

    private readonly Ribs _ribs = new(slice, body);

    /// <summary>Column half way between the lungs; the column of the body's centre where fewer than two large lungs are visible.</summary>
    public double Midline { get; private set; }

    /// <summary>Accepted cavities, largest first.</summary>
    public List<AirComponent> Lungs { get; } = [];

    /// <summary>
    /// Lung contains blood and tissue. Air with the density of the air around the body is in an airway, in the bowel or outside.
    /// </summary>
    public static bool IsFreeGas(AirComponent cavity, double outsideHu) => cavity.CoreHu < outsideHu + FreeGasMargin;

    /// <summary>Whether there were cavities about which the lungs of neighbours decide, where they are known.</summary>
    public bool HasCandidates { get; private set; }

    public void Choose(ReadOnlySpan<double> hu)
    {
        Lungs.Clear();
        var inside = slice.Cavities.FindAll(IsInsideBody);
        Midline = FindMidline(inside);
        Lungs.AddRange(inside.FindAll(body.SureLungs.Contains));
        var candidates = inside.FindAll(cavity => !body.SureLungs.Contains(cavity) && MayBeLung(cavity));
        HasCandidates = candidates.Count > 0;
        if (!HasCandidates)
        {
            return;
        }

        _ribs.Load(hu, Lungs);
        Lungs.AddRange(candidates.FindAll(IsInScan));
        Lungs.Sort((a, b) => a.Pixels != b.Pixels ? b.Pixels.CompareTo(a.Pixels) : a.Index.CompareTo(b.Index));
    }

    private double BodyWidth => body.Extent.Right - body.Extent.Left + 1;

    private bool IsInsideBody(AirComponent cavity)
    {
        var within = 0;
        foreach (var run in slice.Map.GetRuns(cavity.Index))
        {
            within += body.Mask.Count(run.Row, run.Start, run.End);
        }

        return within >= InsideShare * cavity.Pixels;
    }

    // Two areas of similar size on both sides of the body's centre are the lungs.
    private double FindMidline(List<AirComponent> inside)
    {
        var lungs = inside.FindAll(cavity => cavity.Pixels >= LargePixels && !IsFreeGas(cavity, slice.OutsideHu));
        if (lungs.Count >= 2 && 4 * lungs[1].Pixels >= lungs[0].Pixels)
        {
            var middle = (lungs[0].CentreColumn + lungs[1].CentreColumn) / 2;
            if (Math.Abs(middle - body.Extent.CentreColumn) < MidlineShare * BodyWidth)
            {
                return middle;
            }
        }

        return body.Extent.CentreColumn;
    }

    // Distance from the midline as a share of the body's width.
    private double Aside(AirComponent cavity) => Math.Abs(cavity.CentreColumn - Midline) / BodyWidth;

    private bool IsAtMidline(AirComponent cavity) => Aside(cavity) < MidlineShare;

    private bool MayBeLung(AirComponent cavity)
    {
        if (IsAirway(cavity))
        {
            return false;
        }

        return cavity.Pixels >= LargePixels
            ? !IsFreeGas(cavity, slice.OutsideHu)
            : !IsFreeGas(cavity, slice.OutsideHu + FreeGasMargin)
                && cavity.CoreHu < DensestHu
                && (cavity.Pixels >= SmallestAtMidline || Aside(cavity) > SmallMidlineShare);
    }

    // A piece that continues the lung of a neighbour is lung; a small one between two slices, neither of which continues it, is not.
    private bool IsInScan(AirComponent cavity)
    {
        if (neighbours.Count == 0)
        {
            return LiesInChest(cavity);
        }

        var overlap = neighbours.Overlap(slice.Map, cavity.Index);
        return overlap >= ContinuesShare ? !ReachesOutsideAir(cavity) || LiesInChest(cavity)
            : overlap < TouchesShare && neighbours.Count == 2 && cavity.Pixels < LargePixels ? false
            : LiesInChest(cavity);
    }

    // The chest ends where the ribs end: gas in the bowel lies behind muscle and fat. Parts of a lung without ribs, such as the recess
    // beside the spine, lie beside the rest of that lung and are no darker than it.
    private bool LiesInChest(AirComponent cavity)
    {
        if (_ribs.IsBesideLung(cavity))
        {
            return !IsGas(cavity) || _ribs.Cover(cavity);
        }

        var isClear = cavity.Pixels >= SmallestClear || (cavity.Pixels >= SmallestAlone && cavity.CoreHu < DensestAloneHu);
        return isClear && ((!IsBubble(cavity) && _ribs.Cover(cavity)) || IsCrescentNearLung(cavity));
    }

    // Stomach and colon under the diaphragm have ribs over them too.
    private bool IsBubble(AirComponent cavity) => ReachesOutsideAir(cavity) && Roundness(cavity) > Round;

    // A thin crescent is cut in pieces by partial volume, with longer gaps between them.
    private bool IsCrescentNearLung(AirComponent cavity) =>
        Lungs.Count > 0 && !IsGas(cavity) && Roundness(cavity) < Thin && _ribs.IsNearLung(cavity);

    private bool IsGas(AirComponent cavity) => cavity.DarkHu < Math.Min(slice.OutsideHu + GasMargin, Lungs[0].DarkHu);

    // A round cross-section near the midline that is nearer to outside air than to the lung, or too small for a core without partial
    // volume.
    private bool IsAirway(AirComponent cavity) =>
        IsAtMidline(cavity)
        && cavity.Pixels < 0.0125 * body.Extent.Pixels
        && (IsDark(cavity) || cavity.Pixels < 0.002 * body.Extent.Pixels)
        && Roundness(cavity) > Round;

    private bool IsDark(AirComponent cavity)
    {
        var margin = Lungs.Count > 0 ? (Lungs[0].CoreHu - slice.OutsideHu) / 2 : AirwayMargin;
        return cavity.CoreHu < slice.OutsideHu + margin || ReachesOutsideAir(cavity);
    }

    private bool ReachesOutsideAir(AirComponent cavity) => cavity.DarkHu < slice.OutsideHu + GasMargin;

    // Share of the area that its largest inner disc covers: near 1 for the cross-section of a tube, small for a lung.
    private double Roundness(AirComponent cavity)
    {
        var radius = slice.InnerRadius(cavity);
        return Math.PI * radius * radius / cavity.Pixels;
    }
}

namespace LungSeg.Thresholding.Refinement;

/// <summary>
/// Selects the cavities that are lung: by size, position, shape and density, since airways cannot be traced in one slice.
/// </summary>
internal sealed class LungSelection(ChestSlice slice, BodyContour body)
{
    /// <summary>Minimum size of a lung. Smaller areas of air inside a lung are filled later.</summary>
    public const int MinPixels = 64;

    private const int LargePixels = 1000;
    private const double FreeGasMargin = 25;
    private const double AirwayMargin = 110;
    private const double InsideShare = 0.9;

    /// <summary>Column half way between the lungs; the column of the body's centre where fewer than two large lungs are visible.</summary>
    public double Midline { get; private set; }

    /// <summary>Accepted cavities, largest first.</summary>
    public List<AirComponent> Lungs { get; } = [];

    /// <summary>
    /// Lung contains blood and tissue. Air with the density of the air around the body is in an airway, in the bowel or outside.
    /// </summary>
    public static bool IsFreeGas(AirComponent cavity, double outsideHu) => cavity.CoreHu < outsideHu + FreeGasMargin;

    public void Choose()
    {
        Lungs.Clear();
        var inside = slice.Cavities.FindAll(IsInsideBody);
        Midline = FindMidline(inside);
        Lungs.AddRange(inside.FindAll(IsLargeLung));
        var hasLarge = Lungs.Count > 0;
        Lungs.AddRange(inside.FindAll(cavity => IsSmallLung(cavity, hasLarge)));
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
            if (Math.Abs(middle - body.Extent.CentreColumn) < 0.12 * BodyWidth)
            {
                return middle;
            }
        }

        return body.Extent.CentreColumn;
    }

    private bool IsLargeLung(AirComponent cavity) =>
        cavity.Pixels >= LargePixels && !IsFreeGas(cavity, slice.OutsideHu) && !IsAirway(cavity);

    private bool IsSmallLung(AirComponent cavity, bool besideLarge)
    {
        if (cavity.Pixels >= LargePixels || IsFreeGas(cavity, slice.OutsideHu + FreeGasMargin) || IsAirway(cavity))
        {
            return false;
        }

        var aside = Math.Abs(cavity.CentreColumn - Midline) / BodyWidth;
        return besideLarge ? aside > 0.1 && cavity.CoreHu < -500 : aside > 0.08 && cavity.CoreHu < -600 && cavity.Pixels >= 150;
    }

    // A round cross-section near the midline, less dense than lung unless it is too small for a core without partial volume.
    private bool IsAirway(AirComponent cavity) =>
        Math.Abs(cavity.CentreColumn - Midline) < 0.12 * BodyWidth
        && cavity.Pixels < 0.0125 * body.Extent.Pixels
        && (cavity.CoreHu < slice.OutsideHu + AirwayMargin || cavity.Pixels < 0.002 * body.Extent.Pixels)
        && Roundness(cavity) > 0.25;

    // Share of the area that its largest inner disc covers: near 1 for the cross-section of a tube, small for a lung.
    private double Roundness(AirComponent cavity)
    {
        var radius = slice.InnerRadius(cavity);
        return Math.PI * radius * radius / cavity.Pixels;
    }
}

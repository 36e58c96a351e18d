using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting;

/// <summary>
/// Diameters at which Lung-RADS changes the category of a solid nodule at baseline (ACR Lung-RADS v2022), and the pixel sizes to expect
/// where none is known.
/// </summary>
internal static class LungRadsSizes
{
    // 256 and 461 mm over 512 pixels.
    private const double LeastSpacingMm = 0.5;
    private const double GreatestSpacingMm = 0.9;

    public static IReadOnlyList<double> ThresholdsMm { get; } = [6, 8, 15];

    public static string LeastSpacingText => Figures.Text(LeastSpacingMm);

    public static string GreatestSpacingText => Figures.Text(GreatestSpacingMm);

    /// <summary>The range of pixels that a length can have.</summary>
    public static (double Least, double Greatest) Pixels(double mm) => (mm / GreatestSpacingMm, mm / LeastSpacingMm);
}

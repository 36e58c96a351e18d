using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting;

/// <summary>
/// Diameters at which Lung-RADS changes the category of a solid nodule at baseline (ACR Lung-RADS v2022), and the pixel sizes to expect
/// where none is known.
/// </summary>
internal static class LungRadsSizes
{
    // 256 and 461 mm over 512 pixels.
    private const double MinSpacingMm = 0.5;
    private const double MaxSpacingMm = 0.9;

    public static IReadOnlyList<double> ThresholdsMm { get; } = [6, 8, 15];

    public static string MinSpacingText => Figures.Text(MinSpacingMm);

    public static string MaxSpacingText => Figures.Text(MaxSpacingMm);

    /// <summary>The range of pixels that a length can have.</summary>
    public static (double Least, double Greatest) Pixels(double mm) => (mm / MaxSpacingMm, mm / MinSpacingMm);
}

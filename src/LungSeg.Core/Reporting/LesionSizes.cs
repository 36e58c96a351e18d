using LungSeg.Core.Reporting.Charts;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting;

/// <summary>Histogram bins for lesion diameters: in mm where the size of a pixel is known for all rows, else in pixels.</summary>
internal sealed class LesionSizes
{
    private const int MaxBins = 40;

    public LesionSizes(IReadOnlyList<RowStatistics> rows)
    {
        IsMm = rows.All(row => row.LesionDiameterPx is null || row.LesionDiameterMm is not null);
        Marks = [.. LungRadsSizes.ThresholdsMm.Select(mm => CreateMark(mm, IsMm))];
        var largest = Math.Max(rows.Max(GetSize) ?? 0, Marks.Max(mark => mark.To));
        Step = LinearScale.Step(largest, MaxBins, minStep: 1);
        Edges = [.. Enumerable.Range(0, (int)Math.Floor(largest / Step) + 2).Select(i => i * Step)];
    }

    /// <summary>Whether the size of a pixel is known for each row with a lesion.</summary>
    public bool IsMm { get; }

    /// <summary>Unit of the diameters.</summary>
    public string Unit => IsMm ? "mm" : "px";

    /// <summary>Width of a bin.</summary>
    public double Step { get; }

    /// <summary>Ends of the bins.</summary>
    public IReadOnlyList<double> Edges { get; }

    /// <summary>The sizes at which Lung-RADS changes the category.</summary>
    public IReadOnlyList<RangeMark> Marks { get; }

    /// <summary>Diameter of a row's lesion; null without one.</summary>
    public double? GetSize(RowStatistics row) => IsMm ? row.LesionDiameterMm : row.LesionDiameterPx;

    /// <summary>Rows in each bin.</summary>
    public long[] Count(IEnumerable<RowStatistics> rows)
    {
        var counts = new long[Edges.Count - 1];
        foreach (var row in rows)
        {
            if (GetSize(row) is { } size)
            {
                counts[(int)Math.Floor(size / Step)]++;
            }
        }

        return counts;
    }

    private static RangeMark CreateMark(double mm, bool isMm)
    {
        var name = Html.Figures.Text(mm) + " mm";
        if (isMm)
        {
            return new RangeMark(mm, mm, name);
        }
        var (minimum, maximum) = LungRadsSizes.Pixels(mm);
        return new RangeMark(minimum, maximum, $"{name}: {Html.Figures.Text(minimum)} to {Html.Figures.Text(maximum)} px");
    }
}

/// <summary>
/// Diameters at which Lung-RADS changes the category of a solid nodule at baseline (ACR Lung-RADS v2022), and the range of pixel sizes to
/// assume where the size is unknown.
/// </summary>
internal static class LungRadsSizes
{
    // 256 and 461 mm over 512 pixels.
    private const double MinSpacingMm = 0.5;
    private const double MaxSpacingMm = 0.9;

    public static IReadOnlyList<double> ThresholdsMm { get; } = [6, 8, 15];

    public static string MinSpacingText => Figures.Text(MinSpacingMm);

    public static string MaxSpacingText => Figures.Text(MaxSpacingMm);

    /// <summary>The range of a length in pixels.</summary>
    public static (double Min, double Max) Pixels(double mm) => (mm / MaxSpacingMm, mm / MinSpacingMm);
}

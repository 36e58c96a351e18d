using System.Globalization;
using System.Text;
using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Charts;

/// <summary>Data and texts of a chart of points.</summary>
internal sealed record ScatterPlot
{
    /// <summary>Text alternative for screen readers.</summary>
    public required string Name { get; init; }

    /// <summary>Points with the CSS classes that give their colours.</summary>
    public required IReadOnlyList<(string Style, IReadOnlyList<(double X, double Y)> Points)> Series { get; init; }

    /// <summary>Title of the horizontal axis, with its unit.</summary>
    public required string XTitle { get; init; }

    /// <summary>Title of the vertical axis, from 0 to 1.</summary>
    public required string YTitle { get; init; }

    /// <summary>Right end of the horizontal axis, which starts at 0.</summary>
    public required double XEnd { get; init; }

    /// <summary>Places on the horizontal axis where a line stands.</summary>
    public IReadOnlyList<double> Edges { get; init; } = [];
}

/// <summary>
/// Draws points. Those of one colour are one path; points that fall on one place are drawn once, so that the
/// page stays small.
/// </summary>
internal static class ScatterChart
{
    private const double Left = 44;
    private const double Right = 12;
    private const double Bottom = 40;
    private const double Top = 24;

    public static Markup Draw(ScatterPlot plot, ChartSize size)
    {
        var drawing = new SvgDrawing(size, plot.Name);
        var axes = new ChartAxes(new LinearScale(0, plot.XEnd, Left, size.Width - Right), new LinearScale(0, 1, size.Height - Bottom, Top));
        axes.DrawY(drawing, axes.Y.Ticks(5).Select(tick => (tick, Figures.Text(tick, "0.0"))), plot.YTitle);
        foreach (var edge in plot.Edges.Where(edge => edge > 0 && edge < plot.XEnd))
        {
            drawing.Line((axes.X.At(edge), Top), (axes.X.At(edge), axes.Y.Start), "border");
        }
        foreach (var (style, points) in plot.Series)
        {
            var path = new StringBuilder();
            var places = points.Select(point => (X: Math.Round(axes.X.At(point.X), 1), Y: Math.Round(axes.Y.At(point.Y), 1))).Distinct();
            foreach (var (x, y) in places)
            {
                path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h0");
            }
            drawing.Path(path.ToString(), "dots " + style);
        }
        axes.DrawX(drawing, axes.X.Ticks(size.IsNarrow ? 5 : 8).Select(tick => (tick, Figures.Text(tick))), plot.XTitle);
        return drawing.Finish();
    }
}

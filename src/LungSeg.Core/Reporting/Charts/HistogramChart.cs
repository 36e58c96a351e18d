using System.Globalization;
using System.Text;
using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Charts;

/// <summary>Draws a histogram as a filled outline with marked ranges above.</summary>
internal static class HistogramChart
{
    private const double Left = 44;
    private const double Right = 10;
    private const double Bottom = 40;
    private const double Top = 24;
    private const double MarkHeight = 17;

    // On a narrow page the text of a mark stands above it, since there is no room beside it.
    private const double NarrowMarkHeight = 29;
    private const double CharacterWidth = 6.4;

    public static Markup Draw(Histogram histogram, ChartSize size)
    {
        var drawing = new SvgDrawing(size, histogram.Name);
        var top = Top + (histogram.Marks.Count * (size.IsNarrow ? NarrowMarkHeight : MarkHeight));
        var x = new LinearScale(histogram.Edges[0], histogram.Edges[^1], Left, size.Width - Right);
        var y = new LinearScale(0, histogram.Top, size.Height - Bottom, top);
        var axes = new ChartAxes(x, y);
        axes.DrawY(
            drawing,
            y.Ticks(size.IsNarrow ? 3 : 4, histogram.MinTick).Select(tick => (tick, histogram.YText(tick))),
            histogram.YTitle
        );
        var isOne = histogram.Series.Count == 1;
        foreach (var series in histogram.Series)
        {
            drawing.Add(Markup.Format($"<g class=\"{series.Style}\">"));
            drawing.Path(Steps(series.Values, histogram, axes, isArea: isOne), isOne ? "area" : "line");
            if (series.Pointer is { } pointer)
            {
                DrawPointer(drawing, isOne ? pointer : pointer with { Text = string.Empty }, axes);
            }
            drawing.Add(Markup.Format($"</g>"));
        }

        DrawMarks(drawing, histogram, axes, size.IsNarrow);
        axes.DrawX(drawing, x.Ticks(size.IsNarrow ? 5 : 8).Select(tick => (tick, Figures.Text(tick))), histogram.XTitle);
        if (!size.IsNarrow)
        {
            DrawTips(drawing, histogram, axes);
        }
        return drawing.Finish();
    }

    private static void DrawMarks(SvgDrawing drawing, Histogram histogram, ChartAxes axes, bool isNarrow)
    {
        for (var i = 0; i < histogram.Marks.Count; i++)
        {
            var mark = histogram.Marks[i];
            var row = isNarrow ? Top - 4 + (i * NarrowMarkHeight) : Top - 8 + (i * MarkHeight);
            var (from, to) = (axes.X.At(mark.From), axes.X.At(mark.To));
            var style = $"mark m{i}";
            foreach (var end in new[] { (Value: mark.From, Place: from), (Value: mark.To, Place: to) }.Distinct())
            {
                // An end outside the axis is not drawn.
                if (end.Value >= axes.X.From && end.Value <= axes.X.To)
                {
                    drawing.Line((end.Place, row - 4), (end.Place, axes.Y.Start), style + " edge");
                }
            }

            drawing.Line((from, row), (to, row), style);
            var width = CharacterWidth * mark.Text.Length;
            if (isNarrow)
            {
                drawing.Text(Math.Clamp(from, axes.X.Start, axes.X.End - width), row - 7, mark.Text, "start");
            }
            else if (to + width + 6 <= axes.X.End)
            {
                drawing.Text(to + 6, row + 4, mark.Text, "start");
            }
            else
            {
                drawing.Text(from - 6, row + 4, mark.Text, "end");
            }
        }
    }

    private static void DrawPointer(SvgDrawing drawing, (double Value, string Text) pointer, ChartAxes axes)
    {
        var at = axes.X.At(pointer.Value);
        drawing.Line((at, axes.Y.End), (at, axes.Y.Start), "pointer");
        if (pointer.Text.Length > 0)
        {
            var isFar = at > axes.X.End - 100;
            drawing.Text(isFar ? at - 5 : at + 5, axes.Y.End + 10, pointer.Text, isFar ? "end" : "start", "t strong");
        }
    }

    private static void DrawTips(SvgDrawing drawing, Histogram histogram, ChartAxes axes)
    {
        for (var i = 0; i < histogram.Edges.Count - 1; i++)
        {
            var (from, to) = (axes.X.At(histogram.Edges[i]), axes.X.At(histogram.Edges[i + 1]));
            drawing.Rectangle((from, axes.Y.End, to - from, axes.Y.Start - axes.Y.End), "tip", histogram.GetTip(i));
        }
    }

    private static string Steps(IReadOnlyList<double> values, Histogram histogram, ChartAxes axes, bool isArea)
    {
        var path = new StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"M{axes.X.Start:0.##} {(isArea ? axes.Y.Start : axes.Y.At(values[0])):0.##}");
        for (var i = 0; i < values.Count; i++)
        {
            path.Append(CultureInfo.InvariantCulture, $"V{axes.Y.At(values[i]):0.##}H{axes.X.At(histogram.Edges[i + 1]):0.##}");
        }
        if (isArea)
        {
            path.Append(CultureInfo.InvariantCulture, $"V{axes.Y.Start:0.##}Z");
        }
        return path.ToString();
    }
}

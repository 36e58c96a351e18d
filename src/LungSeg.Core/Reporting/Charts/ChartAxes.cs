namespace LungSeg.Core.Reporting.Charts;

/// <summary>The frame of a chart: a horizontal and a vertical axis with ticks, figures and units.</summary>
internal sealed class ChartAxes(LinearScale x, LinearScale y)
{
    private const double TickLength = 5;
    private const double LineHeight = 15;

    public LinearScale X => x;

    public LinearScale Y => y;

    /// <summary>Draws the horizontal axis below the plot.</summary>
    public void DrawX(SvgDrawing drawing, IEnumerable<(double Value, string Text)> ticks, string title)
    {
        drawing.Line((x.Start, y.Start), (x.End, y.Start), "axis");
        foreach (var (value, text) in ticks)
        {
            drawing.Line((x.At(value), y.Start), (x.At(value), y.Start + TickLength), "axis");
            drawing.Text(x.At(value), y.Start + TickLength + 12, text, "middle");
        }

        drawing.Text((x.Start + x.End) / 2, y.Start + TickLength + 12 + LineHeight, title, "middle", "t title");
    }

    /// <summary>Draws lines across the plot with their figures on the left, and the title above.</summary>
    public void DrawY(SvgDrawing drawing, IEnumerable<(double Value, string Text)> ticks, string title)
    {
        foreach (var (value, text) in ticks)
        {
            if (value > y.From)
            {
                drawing.Line((x.Start, y.At(value)), (x.End, y.At(value)), "grid");
            }
            drawing.Text(x.Start - 6, y.At(value) + 4, text, "end");
        }

        drawing.Text(0, y.End - 8, title, "start", "t title");
    }
}

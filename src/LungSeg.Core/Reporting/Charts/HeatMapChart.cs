using System.Globalization;
using System.Text;
using LungSeg.Core.Imaging;
using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Charts;

/// <summary>Draws the count of each cell of the slice as a colour over the mean of the slices.</summary>
internal static class HeatMapChart
{
    private const int Levels = 5;
    private const int Quality = 75;
    private const int CellSize = 8;

    /// <summary>Draws the map.</summary>
    public static Markup Draw(ChestMap map)
    {
        var side = ChestMap.Cells * CellSize;
        var maximum = Math.Max(1, map.Lesions.Max());
        var drawing = new SvgDrawing(new ChartSize(side, side, false), GetName(map)) { Style = "only" };
        var mean = Convert.ToBase64String(
            JpegCodec.Encode(RgbImage.FromGrey(map.MeanGreys(), ChestMap.MeanSide, ChestMap.MeanSide), Quality)
        );
        drawing.Add(Markup.Format($"<image href=\"data:image/jpeg;base64,{new Markup(mean)}\" width=\"{side}\" height=\"{side}\"/>"));
        for (var level = 1; level <= Levels; level++)
        {
            if (Cells(map, level, maximum) is { Length: > 0 } cells)
            {
                drawing.Path(cells, $"heat h{level}");
            }
        }

        drawing.Text(10, side - 12, "image left", "start", "t over");
        drawing.Text(side - 10, side - 12, "image right", "end", "t over");
        return drawing.Finish();
    }

    /// <summary>Legend: the counts of each colour; unused colours are left out.</summary>
    public static Markup Legend(ChestMap map)
    {
        var maximum = map.Lesions.Max();
        var entries =
            from level in Enumerable.Range(1, Levels)
            let range = Enumerable.Range(1, maximum).Where(count => ComputeLevel(count, maximum) == level).ToArray()
            where range.Length > 0
            let text = range.Length == 1 ? Figures.Text(range[0]) : $"{Figures.Text(range[0])} to {Figures.Text(range[^1])}"
            select Markup.Format($"<li><span class=\"swatch h{level}\"></span>{text}</li>");
        return Markup.Format($"<ul class=\"legend\" aria-label=\"Rows in a cell\"><li>rows in a cell:</li>{Markup.Join(entries)}</ul>");
    }

    /// <summary>Colour of a count: 0 to <see cref="Levels"/>, in steps of equal width up to the maximum count.</summary>
    internal static int ComputeLevel(int count, int maximum) => ((count * Levels) + maximum - 1) / maximum;

    private static string GetName(ChestMap map)
    {
        var maximum = map.Lesions.Max();
        var at = map.Lesions.ToList().IndexOf(maximum);
        var place =
            maximum == 0
                ? "no lesion"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"most, {maximum}, in the cell {100 * (at / ChestMap.Cells) / ChestMap.Cells} % down and "
                        + $"{100 * (at % ChestMap.Cells) / ChestMap.Cells} % across"
                );
        return $"Lesions of {Figures.Count(map.RowsWithLesion, "row", "rows")} "
            + $"over the mean of {Figures.Count(map.Slices, "slice", "slices")}: {place}.";
    }

    /// <summary>All cells of one colour as one SVG path; neighbours in a line are one rectangle.</summary>
    private static string Cells(ChestMap map, int level, int maximum)
    {
        var path = new StringBuilder();
        for (var r = 0; r < ChestMap.Cells; r++)
        {
            for (var c = 0; c < ChestMap.Cells; c++)
            {
                var first = c;
                while (c < ChestMap.Cells && ComputeLevel(map.Lesions[(r * ChestMap.Cells) + c], maximum) == level)
                {
                    c++;
                }
                if (c > first)
                {
                    path.Append(
                        CultureInfo.InvariantCulture,
                        $"M{first * CellSize} {r * CellSize}h{(c - first) * CellSize}v{CellSize}H{first * CellSize}z"
                    );
                }
            }
        }

        return path.ToString();
    }
}

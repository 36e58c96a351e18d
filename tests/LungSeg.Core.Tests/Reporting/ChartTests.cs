using System.Globalization;
using LungSeg.Core.Reporting.Charts;
using Xunit;

namespace LungSeg.Core.Tests.Reporting;

/// <summary>Places computed by hand from the charts' margins.</summary>
public sealed class ChartTests
{
    private static Histogram TwoBins { get; } =
        new()
        {
            Name = "two bins",
            Edges = [0, 10, 20],
            Series = [new HistogramSeries("k-LR2", [1, 2])],
            Top = 2,
            MinTick = 1,
            XTitle = "px",
            YTitle = "rows",
            YText = tick => tick.ToString(CultureInfo.InvariantCulture),
            GetTip = i => $"bin {i}",
        };

    [Theory]
    [InlineData(0, 100, 5, "0 20 40 60 80 100")]
    [InlineData(-1024, 1056, 8, "-1000 -500 0 500 1000")]
    [InlineData(0, 3, 6, "0 1 2 3")]
    [InlineData(0, 0.26, 4, "0 0.1 0.2")]
    public void Ticks_AreRoundNumbersWithinTheEnds(double from, double to, int most, string expected)
    {
        var ticks = new LinearScale(from, to, 0, 1).Ticks(most, to == 3 ? 1 : 0);
        Assert.Equal(expected, string.Join(' ', ticks.Select(tick => tick.ToString("0.##", CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void At_ValuesBeyondTheEnds_LieOnThem()
    {
        var scale = new LinearScale(-100, 100, 50, 250);
        Assert.Equal((50, 150, 225, 250), (scale.At(-500), scale.At(0), scale.At(75), scale.At(101)));
    }

    // x runs from 44 to 144 for 0 to 20, y from 60 down to 24 for 0 to 2.
    [Fact]
    public void Histogram_TwoBins_IsTheStepsThatTheirValuesGive()
    {
        var svg = HistogramChart.Draw(TwoBins, new ChartSize(154, 100, false)).Html;
        Assert.Contains("class=\"area\" d=\"M44 60V42H94V24H144V60Z\"", svg, StringComparison.Ordinal);
        Assert.Contains(
            "<rect class=\"tip\" x=\"94\" y=\"24\" width=\"50\" height=\"36\"><title>bin 1</title></rect>",
            svg,
            StringComparison.Ordinal
        );
        Assert.Contains("role=\"img\" aria-label=\"two bins\"", svg, StringComparison.Ordinal);
    }

    // One mark moves the plot down by 17: y from 60 to 41. Its lower end lies before the axis and gets no line.
    [Fact]
    public void Histogram_MarkThatBeginsBeforeTheAxis_IsCutThere()
    {
        var svg = HistogramChart
            .Draw(
                TwoBins with
                {
                    Marks = [new RangeMark(-5, 5, "range")],
                    Series = [new HistogramSeries("k-f0", [1, 2]), new HistogramSeries("k-f1", [2, 0]) { Pointer = (15, "hidden") }],
                },
                new ChartSize(154, 100, false)
            )
            .Html;
        Assert.Contains("class=\"mark m0\" d=\"M44 16L69 16\"", svg, StringComparison.Ordinal);
        Assert.Contains("class=\"mark m0 edge\" d=\"M69 12L69 60\"", svg, StringComparison.Ordinal);
        Assert.Equal(2, svg.Split(" edge\"").Length);
        Assert.Contains("<g class=\"k-f1\"><path class=\"line\" d=\"M44 41V41H94V60H144\"", svg, StringComparison.Ordinal);
        Assert.Contains("class=\"pointer\" d=\"M119 41L119 60\"", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Histogram_OnANarrowPage_HasNoTips() =>
        Assert.DoesNotContain("tip", HistogramChart.Draw(TwoBins, new ChartSize(154, 100, true)).Html, StringComparison.Ordinal);

    // Names of 3 letters take 37.6, which leaves 366.4 up to 404 for the longest bar. Bars of 22 px stand 32 apart, the first 5 below 8.
    [Fact]
    public void Bars_AreAsLongAsTheirCounts()
    {
        var svg = BarChart
            .Draw(
                "rows",
                [Category("LR2", "k-LR2", 4), Category("<x>", "k-LR3", 1), Category("LR9", "k-LR4A", 0)],
                new ChartSize(520, 0, false)
            )
            .Html;
        Assert.Contains(
            "<rect class=\"bar\" x=\"37.6\" y=\"13\" width=\"366.4\" height=\"22\"><title>LR2: 4  (80.0\u00A0%)</title>",
            svg,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "<rect class=\"bar\" x=\"37.6\" y=\"45\" width=\"91.6\" height=\"22\"><title>&lt;x&gt;: 1  (20.0\u00A0%)</title>",
            svg,
            StringComparison.Ordinal
        );
        Assert.Contains("width=\"0\"", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("<x>", svg, StringComparison.Ordinal);
    }

    // 2 of 8 rows of one file and 3 of 4 of the other: shares of 25 and 75 %, the bars 122.13 and 366.4 long.
    [Fact]
    public void Bars_OfTwoFiles_AreAsLongAsTheirShares()
    {
        var svg = BarChart
            .Draw(
                "rows",
                [
                    new BarCategory("LR2", [new Bar("train", 2, "k-f0"), new Bar("test", 3, "k-f1")]),
                    new BarCategory("LR3", [new Bar("train", 6, "k-f0"), new Bar("test", 1, "k-f1")]),
                ],
                new ChartSize(520, 0, false)
            )
            .Html;
        Assert.Contains("width=\"122.13\" height=\"14\"><title>LR2, train: 2  (25.0\u00A0%)</title>", svg, StringComparison.Ordinal);
        Assert.Contains("width=\"366.4\" height=\"14\"><title>LR2, test: 3  (75.0\u00A0%)</title>", svg, StringComparison.Ordinal);
        Assert.Contains("% of the file&#39;s rows", svg, StringComparison.Ordinal);
    }

    private static BarCategory Category(string name, string style, long count) => new(name, [new Bar("all", count, style)]);
}

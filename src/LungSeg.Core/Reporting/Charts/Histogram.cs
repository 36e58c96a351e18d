namespace LungSeg.Core.Reporting.Charts;

/// <summary>Data and texts of a histogram.</summary>
internal sealed record Histogram
{
    /// <summary>Text alternative for screen readers.</summary>
    public required string Name { get; init; }

    /// <summary>Ends of the bins, one more than there are values.</summary>
    public required IReadOnlyList<double> Edges { get; init; }

    /// <summary>Histograms over the same bins: a single one is filled, several are lines.</summary>
    public required IReadOnlyList<HistogramSeries> Series { get; init; }

    /// <summary>Upper end of the vertical axis.</summary>
    public required double Top { get; init; }

    /// <summary>Minimum distance of ticks of the vertical axis: 1 for counts.</summary>
    public double MinTick { get; init; }

    /// <summary>Title of the horizontal axis, with its unit.</summary>
    public required string XTitle { get; init; }

    /// <summary>Title of the vertical axis, with its unit.</summary>
    public required string YTitle { get; init; }

    /// <summary>Gets the text of a tick of the vertical axis.</summary>
    public required Func<double, string> YText { get; init; }

    /// <summary>Gets the tooltip of a bin.</summary>
    public required Func<int, string> GetTip { get; init; }

    /// <summary>Ranges to mark above the plot, one above the other.</summary>
    public IReadOnlyList<RangeMark> Marks { get; init; } = [];
}

/// <summary>One histogram of a chart.</summary>
/// <param name="Style">CSS class that gives the colour.</param>
/// <param name="Values">Height of each bin.</param>
internal sealed record HistogramSeries(string Style, IReadOnlyList<double> Values)
{
    /// <summary>A value to mark on the horizontal axis, with its label where there is one series; null for none.</summary>
    public (double Value, string Text)? Pointer { get; init; }
}

/// <summary>A range of the horizontal axis to mark above the plot; a single value where both ends are equal.</summary>
/// <param name="From">Lower end.</param>
/// <param name="To">Upper end.</param>
/// <param name="Text">Label of the range.</param>
internal readonly record struct RangeMark(double From, double To, string Text);

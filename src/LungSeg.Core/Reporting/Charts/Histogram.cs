namespace LungSeg.Core.Reporting.Charts;

/// <summary>Data and texts of a histogram.</summary>
internal sealed record Histogram
{
    /// <summary>Text alternative for screen readers.</summary>
    public required string Name { get; init; }

    /// <summary>CSS class that gives the colour.</summary>
    public required string Style { get; init; }

    /// <summary>Ends of the bins, one more than there are values.</summary>
    public required IReadOnlyList<double> Edges { get; init; }

    /// <summary>Height of each bin.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>Heights of the bins of a second histogram, drawn as a line; empty for none.</summary>
    public IReadOnlyList<double> Reference { get; init; } = [];

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

    /// <summary>A value to mark on the horizontal axis; null for none.</summary>
    public (double Value, string Text)? Pointer { get; init; }
}

/// <summary>A range of the horizontal axis to mark above the plot; a single value where both ends are equal.</summary>
/// <param name="From">Lower end.</param>
/// <param name="To">Upper end.</param>
/// <param name="Text">Label of the range.</param>
internal readonly record struct RangeMark(double From, double To, string Text);

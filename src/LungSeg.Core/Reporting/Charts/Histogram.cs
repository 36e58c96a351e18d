namespace LungSeg.Core.Reporting.Charts;

/// <summary>What a histogram shows.</summary>
internal sealed record Histogram
{
    /// <summary>What a reader who cannot see it is told.</summary>
    public required string Name { get; init; }

    /// <summary>Class of the style sheet that gives its colour.</summary>
    public required string Style { get; init; }

    /// <summary>Ends of the bins, one more than there are values.</summary>
    public required IReadOnlyList<double> Edges { get; init; }

    /// <summary>Height of each bin.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>Heights of the same bins to compare with; empty for none.</summary>
    public IReadOnlyList<double> Reference { get; init; } = [];

    /// <summary>Upper end of the vertical axis.</summary>
    public required double Top { get; init; }

    /// <summary>Minimum distance of ticks of the vertical axis: 1 for counts.</summary>
    public double MinTick { get; init; }

    /// <summary>Title of the horizontal axis, with its unit.</summary>
    public required string XTitle { get; init; }

    /// <summary>Title of the vertical axis, with its unit.</summary>
    public required string YTitle { get; init; }

    /// <summary>Text of a tick of the vertical axis.</summary>
    public required Func<double, string> YText { get; init; }

    /// <summary>What a bin tells when the mouse rests on it.</summary>
    public required Func<int, string> GetTip { get; init; }

    /// <summary>Ranges to mark over the plot, one above the other.</summary>
    public IReadOnlyList<RangeMark> Marks { get; init; } = [];

    /// <summary>A value to point out on the horizontal axis.</summary>
    public (double Value, string Text)? Pointer { get; init; }
}

/// <summary>A range of the horizontal axis that is marked over the plot; a single value where both ends are equal.</summary>
/// <param name="From">Lower end.</param>
/// <param name="To">Upper end.</param>
/// <param name="Text">What it is.</param>
internal readonly record struct RangeMark(double From, double To, string Text);

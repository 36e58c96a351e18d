namespace LungSeg.Core.Reporting.Charts;

/// <summary>A range of the horizontal axis that is marked over the plot; a single value where both ends are equal.</summary>
/// <param name="From">Lower end.</param>
/// <param name="To">Upper end.</param>
/// <param name="Text">What it is.</param>
internal readonly record struct RangeMark(double From, double To, string Text);

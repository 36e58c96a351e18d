namespace LungSeg.Core.Reporting.Charts;

/// <summary>Size of a chart in its own units, which are CSS pixels where there is room.</summary>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="IsNarrow">Whether it is drawn for a telephone: fewer ticks, and no tips, which need a mouse.</param>
internal readonly record struct ChartSize(int Width, int Height, bool IsNarrow);

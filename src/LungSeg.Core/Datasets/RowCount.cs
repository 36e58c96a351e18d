namespace LungSeg.Core.Datasets;

/// <summary>How many rows there are of something.</summary>
/// <param name="Name">Of what: a label's text or a class.</param>
/// <param name="Rows">Number of rows.</param>
public sealed record RowCount(string Name, long Rows);

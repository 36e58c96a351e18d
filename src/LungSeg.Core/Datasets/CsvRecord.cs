namespace LungSeg.Core.Datasets;

/// <summary>A line of a CSV table.</summary>
/// <param name="Fields">Its fields, as many as the header has.</param>
/// <param name="LineNumber">Line in the text, from 1.</param>
/// <param name="Offset">Its first byte.</param>
internal readonly record struct CsvRecord(string[] Fields, int LineNumber, long Offset);

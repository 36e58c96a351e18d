namespace LungSeg.Core.Formats.Documents;

/// <summary>An input as documents list it.</summary>
/// <param name="Path">Path as the user gave it; <c>-</c> for standard input.</param>
/// <param name="Stem">First part of the names of its rows.</param>
/// <param name="Format">Format name.</param>
/// <param name="Rows">Number of rows in it.</param>
/// <param name="Bytes">Size of the file.</param>
public sealed record InputFile(string Path, string Stem, string Format, long Rows, long Bytes);

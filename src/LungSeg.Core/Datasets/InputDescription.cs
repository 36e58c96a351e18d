namespace LungSeg.Core.Datasets;

/// <summary>What an input is called and how it came.</summary>
internal readonly record struct InputDescription(string Path, string Stem, string Format, string? Compression, long ByteLength);

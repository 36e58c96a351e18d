namespace LungSeg.Core.Comparison.Integrity;

/// <summary>A file as a manifest states it.</summary>
/// <param name="Path">Path relative to a folder, with forward slashes and without <c>.</c> and <c>..</c>.</param>
/// <param name="Bytes">Size; null where the manifest does not state it.</param>
/// <param name="Sha256">SHA-256, lower-case hexadecimal; null without it.</param>
/// <param name="XxHash128">XxHash128 with seed 0, lower-case hexadecimal; null without it.</param>
public sealed record ManifestEntry(string Path, long? Bytes = null, string? Sha256 = null, string? XxHash128 = null);

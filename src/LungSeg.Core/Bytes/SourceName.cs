namespace LungSeg.Core.Bytes;

/// <summary>Names an input in messages.</summary>
/// <param name="Path">Path as the user gave it.</param>
/// <param name="Entry">Member of an archive, or null.</param>
/// <param name="Format">Format being read, in lower case.</param>
internal readonly record struct SourceName(string Path, string? Entry, string Format)
{
    public override string ToString() => Entry is null ? $"{Path}: {Format}" : $"{Path}!{Entry}: {Format}";

    public SourceName As(string format) => this with { Format = format };
}

using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;

namespace LungSeg.Core.Comparison.Integrity;

/// <summary>What files are expected: lines of sha256sum, or a manifest of ours.</summary>
public sealed class FileManifest
{
    private const int MaxBytes = 256 << 20;

    private FileManifest(string path, IReadOnlyList<ManifestEntry> entries, bool isNamesOnly) =>
        (Path, Entries, IsNamesOnly) = (path, entries, isNamesOnly);

    /// <summary>Path as the user gave it; <c>-</c> for standard input.</summary>
    public string Path { get; }

    /// <summary>The files, each path once, in the order of the manifest.</summary>
    public IReadOnlyList<ManifestEntry> Entries { get; }

    /// <summary>Whether it states names alone, as version 1 of our manifests does.</summary>
    public bool IsNamesOnly { get; }

    /// <summary>Reads a manifest, which may be a pipe.</summary>
    /// <exception cref="DatasetFormatException">It is no manifest, contradicts itself, or names a path outside its folder.</exception>
    /// <exception cref="IOException">It is missing or cannot be read.</exception>
    public static FileManifest Read(string path)
    {
        RunFiles.Current?.Expect(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return Read(stream, path);
    }

    /// <inheritdoc cref="Read(string)"/>
    public static FileManifest Read(Stream stream, string path)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var source = new SourceName(path, null, "manifest");
        using var content = new MemoryStream();
        var chunk = new byte[64 << 10];
        while (stream.Read(chunk) is > 0 and var got)
        {
            if (content.Length + got > MaxBytes)
            {
                throw FormatError.TooLarge(source, "its size in bytes", content.Length + got, MaxBytes);
            }
            content.Write(chunk, 0, got);
        }
        return Parse(content.GetBuffer().AsMemory(0, (int)content.Length), source);
    }

    /// <summary>Finds the manifest that lungseg wrote with an output: in a folder, or beside a file. Null without one.</summary>
    public static string? FindOwn(string output)
    {
        var path = FilePublication.FindManifest(output);
        return FileStatus.Find(path) is { IsRegular: true } ? path : null;
    }

    internal static FileManifest Parse(ReadOnlyMemory<byte> content, SourceName source)
    {
        var text = content.Span.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        var isNamesOnly = false;
        var entries = text.Span.TrimStart(" \t\r\n"u8).StartsWith("{"u8)
            ? ManifestDocument.Parse(text, source, out isNamesOnly)
            : ChecksumLines.Parse(text.Span, source);
        var once = new Dictionary<string, ManifestEntry>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (!once.TryAdd(entry.Path, entry) && once[entry.Path] != entry)
            {
                throw FormatError.Corrupt(source, $"it names '{PrintableText.Escape(entry.Path)}' twice, with different content");
            }
        }
        return new FileManifest(source.Path, [.. once.Values], isNamesOnly);
    }
}

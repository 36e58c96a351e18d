using LungSeg.Core.Bytes;
using LungSeg.Core.Comparison.Integrity;

namespace LungSeg.Core.Cards;

/// <summary>Compares the files of an output with its manifest, so that a card states what is there.</summary>
/// <param name="output">The output.</param>
internal sealed class OutputFileCheck(OutputDescription output)
{
    /// <summary>Size of a file, bytes.</summary>
    /// <exception cref="DatasetFormatException">It is gone or none, leads out of the folder by a link, or has another size.</exception>
    public long GetSize(ManifestEntry entry)
    {
        var path = GetPath(entry);
        if (FileStatus.Find(path) is not { } status)
        {
            throw Differs(entry, "is not there");
        }
        if (!status.IsRegular || !ContainedPath.IsWithin(path, output.Folder))
        {
            throw FormatError.Unsafe(GetName(entry), null, "this is no file, or a link that leads out of the folder; it is not opened");
        }
        return entry.Bytes is null || entry.Bytes == status.Length
            ? status.Length
            : throw Differs(entry, FormattableString.Invariant($"has {status.Length} bytes, the manifest states {entry.Bytes}"));
    }

    /// <summary>SHA-256 of a file, lower-case hexadecimal. That of a file that was just written is the manifest's.</summary>
    /// <exception cref="DatasetFormatException">The file has another digest than the manifest states.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public string GetSha256(ManifestEntry entry)
    {
        if (output.IsFresh && entry.Sha256 is { } known)
        {
            return known;
        }
        using var file = FileByteSource.Open(GetPath(entry));
        var isCompared = !output.IsFresh && entry is { Sha256: null, XxHash128: not null };
        var digest = ContentDigest.Compute(file, DigestKinds.Sha256 | (isCompared ? DigestKinds.XxHash128 : DigestKinds.None));
        Compare(entry, "SHA-256", digest.Sha256, entry.Sha256);
        Compare(entry, "XxHash128", digest.XxHash128Text, isCompared ? entry.XxHash128 : null);
        return digest.Sha256!;
    }

    private void Compare(ManifestEntry entry, string what, string? found, string? stated)
    {
        if (stated is not null && found != stated)
        {
            throw Differs(entry, $"has the {what} {found}, the manifest states {stated}");
        }
    }

    private string GetPath(ManifestEntry entry) => Path.Join(output.Folder, entry.Path);

    private SourceName GetName(ManifestEntry entry) => new(GetPath(entry), null, "file");

    private DatasetFormatException Differs(ManifestEntry entry, string how) =>
        FormatError.Corrupt(GetName(entry), $"it {how}; 'lungseg verify {output.Name}' lists all files that differ");
}

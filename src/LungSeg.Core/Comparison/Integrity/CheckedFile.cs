namespace LungSeg.Core.Comparison.Integrity;

/// <summary>A file after the check.</summary>
public sealed record CheckedFile
{
    /// <summary>Path as the manifest states it; with several inputs, files of a folder begin with the folder's name.</summary>
    public required string Path { get; init; }

    /// <summary>Path by which the file is opened.</summary>
    public required string Location { get; init; }

    /// <summary>What became of the file.</summary>
    public required FileState State { get; init; }

    /// <summary>Size; null where the file does not exist or was not opened.</summary>
    public long? Bytes { get; init; }

    /// <summary>SHA-256 of the bytes, lower-case hexadecimal; null where it was not computed.</summary>
    public string? Sha256 { get; init; }

    /// <summary>XxHash128 of the bytes, lower-case hexadecimal; null where it was not computed.</summary>
    public string? XxHash128 { get; init; }

    /// <summary>What the manifest states; null for an added file.</summary>
    public ManifestEntry? Expected { get; init; }

    /// <summary>Rows that are still whole in a file that was cut; null where it is no data set that can be read in part.</summary>
    public long? WholeRows { get; init; }

    /// <summary>The missing file whose bytes an added file has; null for none.</summary>
    public string? RenamedFrom { get; init; }

    /// <summary>Why the file cannot be read, or how it changed meanwhile; null where it was read.</summary>
    public Exception? Error { get; init; }
}

namespace LungSeg.Core.Bytes;

/// <summary>How much an input may take before it is refused as <see cref="Fault.TooLarge"/>.</summary>
public sealed record ReadLimits
{
    /// <summary>The limits used where none are given.</summary>
    public static ReadLimits Default { get; } = new();

    /// <summary>Bytes of memory an index may take whatever the file's size.</summary>
    public long IndexBytesBase { get; init; } = 32L << 20;

    /// <summary>Bytes of memory an index may take for each byte of the file, beyond <see cref="IndexBytesBase"/>.</summary>
    public int IndexBytesPerFileByte { get; init; } = 2;

    /// <summary>Maximum inflated size of a compressed input on disk, in bytes.</summary>
    public long MaxUnpackedBytes { get; init; } = 64L << 30;

    /// <summary>Bytes left free on the disk that takes unpacked inputs.</summary>
    public long MinFreeDiskBytes { get; init; } = 256L << 20;

    /// <summary>Columns a table may have.</summary>
    public int MaxColumns { get; init; } = 1024;
}

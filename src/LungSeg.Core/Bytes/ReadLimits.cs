namespace LungSeg.Core.Bytes;

/// <summary>Limits on memory, disk and columns. An input that exceeds a limit is refused as <see cref="Fault.TooLarge"/>.</summary>
public sealed record ReadLimits
{
    /// <summary>The limits used where none are given.</summary>
    public static ReadLimits Default { get; } = new();

    /// <summary>Bytes of memory that an index may take whatever the size of the file.</summary>
    public long IndexBytesBase { get; init; } = 32L << 20;

    /// <summary>Bytes of memory that an index may take for each byte of the file, beyond <see cref="IndexBytesBase"/>.</summary>
    public int IndexBytesPerFileByte { get; init; } = 2;

    /// <summary>Maximum inflated size of a compressed input on disk, in bytes.</summary>
    public long MaxUnpackedBytes { get; init; } = 64L << 30;

    /// <summary>Bytes that must stay free on the disk that holds unpacked inputs.</summary>
    public long MinFreeDiskBytes { get; init; } = 256L << 20;

    /// <summary>Maximum number of pixels of a PNG or JPEG, in a JPEG those of each component: 64 Mpx, a square of 8192.</summary>
    public long MaxPicturePixels { get; init; } = 64L << 20;

    /// <summary>Maximum number of columns of a table.</summary>
    public int MaxColumns { get; init; } = 1024;
}

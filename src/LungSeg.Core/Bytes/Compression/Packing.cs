namespace LungSeg.Core.Bytes.Compression;

/// <summary>A compression around a file.</summary>
internal enum Packing
{
    None,
    Gzip,
    Bzip2,
    Xz,
    Zstandard,
    Zip,
}

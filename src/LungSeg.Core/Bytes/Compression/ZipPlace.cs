namespace LungSeg.Core.Bytes.Compression;

/// <summary>Where the bytes of a zip member lie in the file.</summary>
internal readonly record struct ZipPlace(long Offset, long Length, bool IsStored)
{
    /// <summary>The byte behind the last.</summary>
    public long End => Offset + Length;

    public bool Overlaps(ZipPlace other) => Offset < other.End && other.Offset < End;
}

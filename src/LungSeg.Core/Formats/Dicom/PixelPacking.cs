namespace LungSeg.Core.Formats.Dicom;

/// <summary>How pixels are written.</summary>
internal enum PixelPacking
{
    /// <summary>As they are, frame after frame.</summary>
    Native,

    /// <summary>RLE Lossless (PS3.5 annex G).</summary>
    Rle,

    /// <summary>By a codec that is not read here.</summary>
    Unread,
}

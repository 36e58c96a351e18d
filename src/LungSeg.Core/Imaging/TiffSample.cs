namespace LungSeg.Core.Imaging;

/// <summary>Type of a TIFF's samples. libvips writes float64 but does not read it, so it is not among them.</summary>
internal enum TiffSample
{
    UInt8,
    Int16,
    Float32,
}

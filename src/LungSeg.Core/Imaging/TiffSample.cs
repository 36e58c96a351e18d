namespace LungSeg.Core.Imaging;

/// <summary>Type of a TIFF's samples.</summary>
internal enum TiffSample
{
    UInt8,
    Int16,
    Float32,
    Float64,
}

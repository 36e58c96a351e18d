namespace LungSeg.Core.Imaging;

/// <summary>Type of a TIFF's samples. float64 is missing: most readers do not know it.</summary>
internal enum TiffSample
{
    UInt8,
    Int16,
    Float32,
}

/// <summary>Tags of TIFF 6.0 that are written.</summary>
internal static class TiffTag
{
    public const int ImageWidth = 256;
    public const int ImageLength = 257;
    public const int BitsPerSample = 258;
    public const int Compression = 259;
    public const int Photometric = 262;
    public const int StripOffsets = 273;
    public const int SamplesPerPixel = 277;
    public const int RowsPerStrip = 278;
    public const int StripByteCounts = 279;
    public const int XResolution = 282;
    public const int YResolution = 283;
    public const int ResolutionUnit = 296;
    public const int Predictor = 317;
    public const int TileWidth = 322;
    public const int SampleFormat = 339;
}

/// <summary>What the type of a TIFF's samples means for its tags.</summary>
internal static class TiffSamples
{
    /// <summary>Bytes a sample.</summary>
    public static int GetBytes(this TiffSample type) =>
        type switch
        {
            TiffSample.UInt8 => 1,
            TiffSample.Int16 => 2,
            TiffSample.Float32 => 4,
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };

    /// <summary>The tag SampleFormat: 1 unsigned, 2 signed, 3 floating point.</summary>
    public static int GetSampleFormat(this TiffSample type) => (int)type + 1;

    /// <summary>The tag Predictor.</summary>
    public static int GetPredictor(this TiffSample type) =>
        type == TiffSample.Float32 ? TiffCodec.FloatPredictor : TiffCodec.HorizontalPredictor;
}

namespace LungSeg.Core.Conversion;

/// <summary>Type in which HU are written.</summary>
public enum ImageDType
{
    /// <summary>The format chooses a type that loses nothing: the type of the source, or int16 where it is proven lossless.</summary>
    Auto,

    /// <summary>int16; refused where a value is not an integer or out of range.</summary>
    Int16,

    /// <summary>float32.</summary>
    Float32,

    /// <summary>float64.</summary>
    Float64,
}

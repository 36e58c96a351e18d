namespace LungSeg.Core.Conversion;

/// <summary>Options of a conversion that only some formats use.</summary>
[Flags]
public enum ExportOptions
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary><see cref="ConversionOptions.Image"/>.</summary>
    Image = 1 << 0,

    /// <summary><see cref="ConversionOptions.MissingHuMethod"/>.</summary>
    MissingHuMethod = 1 << 1,

    /// <summary><see cref="ConversionOptions.Labels"/>.</summary>
    Labels = 1 << 2,

    /// <summary><see cref="ConversionOptions.MaskValue"/>.</summary>
    MaskValue = 1 << 3,

    /// <summary><see cref="ConversionOptions.PickleProtocol"/>.</summary>
    PickleProtocol = 1 << 4,

    /// <summary><see cref="ConversionOptions.NiftiGzip"/>.</summary>
    NiftiGzip = 1 << 5,

    /// <summary><see cref="ConversionOptions.NnUnetId"/>.</summary>
    NnUnetId = 1 << 6,

    /// <summary><see cref="ConversionOptions.LungRadsCategories"/>.</summary>
    LungRadsCategories = 1 << 7,

    /// <summary><see cref="ConversionOptions.CocoPolygons"/>.</summary>
    CocoPolygons = 1 << 8,

    /// <summary><see cref="ConversionOptions.ShardMegabytes"/>.</summary>
    ShardMegabytes = 1 << 9,

    /// <summary><see cref="ConversionOptions.Resampling"/>.</summary>
    Resampling = 1 << 10,

    /// <summary>The options of every format that holds one image, one mask and one class a row.</summary>
    Slices = Image | Labels | Resampling,
}

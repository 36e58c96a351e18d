namespace LungSeg.Core.Imaging;

/// <summary>An 8-bit sRGB colour.</summary>
/// <param name="Red">Red, 0 to 255.</param>
/// <param name="Green">Green, 0 to 255.</param>
/// <param name="Blue">Blue, 0 to 255.</param>
public readonly record struct RgbColor(byte Red, byte Green, byte Blue)
{
    /// <summary>The colour of lesion outlines, #ff4040.</summary>
    public static RgbColor LesionOutline { get; } = new(0xFF, 0x40, 0x40);

    /// <summary>The colour that tints the kept lung area, #40a0ff.</summary>
    public static RgbColor KeptArea { get; } = new(0x40, 0xA0, 0xFF);

    /// <summary>The colour of lung pixels that were lost, #ff4848.</summary>
    public static RgbColor Lost { get; } = new(0xFF, 0x48, 0x48);

    /// <summary>The colour of pixels that were gained beyond the lung, #30d070.</summary>
    public static RgbColor Gained { get; } = new(0x30, 0xD0, 0x70);

    /// <summary>The colour of predicted pixels that are in the truth, #30d070.</summary>
    public static RgbColor TruePositive { get; } = Gained;

    /// <summary>The colour of predicted pixels that are not in the truth, #ff4848.</summary>
    public static RgbColor FalsePositive { get; } = Lost;

    /// <summary>The colour of pixels of the truth that are not predicted, #40a0ff.</summary>
    public static RgbColor FalseNegative { get; } = KeptArea;

    /// <summary>The colour of lesion outlines over <see cref="Lost"/> and <see cref="Gained"/>, #ffe040.</summary>
    public static RgbColor OutlineOverDifference { get; } = new(0xFF, 0xE0, 0x40);

    /// <summary>Rec. 709 luma of the gamma-coded components, rounded to the nearest integer.</summary>
    public byte Luma => (byte)(((2126 * Red) + (7152 * Green) + (722 * Blue) + 5000) / 10000);
}

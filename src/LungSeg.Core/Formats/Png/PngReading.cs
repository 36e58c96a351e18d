namespace LungSeg.Core.Formats.Png;

/// <summary>What the samples of a PNG mean.</summary>
/// <param name="IsMask">0 and 1, or 0 and the largest value, stand for background and lesion.</param>
/// <param name="HuOffset">What was added to HU before they were stored; null where samples are taken as they are.</param>
internal sealed record PngReading(bool IsMask = false, double? HuOffset = null)
{
    /// <summary>Samples as they are.</summary>
    public static PngReading Stored { get; } = new();

    /// <summary>A mask.</summary>
    public static PngReading Mask { get; } = new(IsMask: true);
}

namespace LungSeg.Core.Formats;

/// <summary>How masks with a place of their own are put on images, and which of their pixels are lesion.</summary>
public sealed record MaskReading
{
    /// <summary>The default.</summary>
    public static MaskReading Default { get; } = new();

    /// <summary>What decides where image and label lie at different places.</summary>
    public MaskPlace Place { get; init; }

    /// <summary>Whether a mask whose pixels do not lie on those of the image is resampled, by the nearest pixel.</summary>
    public bool TakesNearest { get; init; }

    /// <summary>Share from which a pixel of a fractional segmentation is lesion, above 0 and up to 1.</summary>
    public double SegmentThreshold { get; init; } = 0.5;

    /// <summary>Names or values of the classes that are the lesion; empty where none is chosen.</summary>
    public IReadOnlyList<string> Lesion { get; init; } = [];
}

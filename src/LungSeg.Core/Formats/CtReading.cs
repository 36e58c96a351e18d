namespace LungSeg.Core.Formats;

/// <summary>What is assumed of CT images whose numbers may not be HU.</summary>
public sealed record CtReading
{
    /// <summary>The default: nothing.</summary>
    public static CtReading Default { get; } = new();

    /// <summary>Whether rescaled values are HU although RescaleType names another unit.</summary>
    public bool AssumesHu { get; init; }

    /// <summary>Whether stored values are signed where PixelRepresentation is missing; null to refuse such images.</summary>
    public bool? IsSigned { get; init; }
}

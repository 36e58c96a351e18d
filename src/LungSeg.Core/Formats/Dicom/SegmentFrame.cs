using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>One frame of a segmentation.</summary>
internal sealed record SegmentFrame
{
    /// <summary>The segmentation that it is a frame of.</summary>
    public required Segmentation Of { get; init; }

    /// <summary>Index of the frame in the file.</summary>
    public required int Index { get; init; }

    /// <summary>Number of its segment; of a label map, whose pixels name their segments, any.</summary>
    public required int Segment { get; init; }

    /// <summary>Images that the frame was made from, where the file says so of frames.</summary>
    public required IReadOnlySet<ImageReference> Sources { get; init; }

    /// <summary>Images that the frame, or else the whole object, was made from.</summary>
    public IReadOnlySet<ImageReference> References => Sources.Count > 0 ? Sources : Of.References;

    /// <summary>The one image that the frame was made from; null where the file names none or several.</summary>
    public ImageReference? Source => References.Count == 1 ? References.First() : null;

    public required FramePlane Plane { get; init; }

    /// <summary>Label in the frame's comment; null without one.</summary>
    public string? Label { get; init; }

    public SliceSize Size => new(Of.Layout.Rows, Of.Layout.Columns);

    /// <summary>Where it lies, for messages.</summary>
    public string Name => $"frame {Index + 1}" + (Plane.Origin is { } at ? $" at {new Vector3D(at[0], at[1], at[2])} mm" : string.Empty);
}

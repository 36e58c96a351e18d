using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>The parsed header of a file: the attributes that lungseg uses, and where the pixels lie.</summary>
internal sealed class DicomObject
{
    /// <summary>Name of the data set in messages.</summary>
    public required SourceName Name { get; init; }

    public required TransferSyntax Syntax { get; init; }

    /// <summary>Whether the elements are encoded otherwise than the file says.</summary>
    public bool HasOtherEncoding { get; init; }

    /// <summary>Attributes of the data set itself.</summary>
    public required DicomValues Values { get; init; }

    /// <summary>Attributes that all frames share.</summary>
    public required DicomValues Shared { get; init; }

    /// <summary>Attributes of each frame; empty where the file has none.</summary>
    public List<DicomValues> Frames { get; } = [];

    /// <summary>Segments of a segmentation, in the order of the file.</summary>
    public List<DicomValues> Segments { get; } = [];

    /// <summary>Images that the whole object was made from.</summary>
    public HashSet<ImageReference> References { get; } = [];

    /// <summary>Images that all frames were made from.</summary>
    public HashSet<ImageReference> SharedSources { get; } = [];

    /// <summary>Images that a frame was made from; as many as <see cref="Frames"/>.</summary>
    public List<HashSet<ImageReference>> FrameSources { get; } = [];

    /// <summary>The reference that was read last, while the file is read.</summary>
    public ImageReference LastReference { get; set; }

    public long? ModalityLutOffset { get; set; }

    /// <summary>Where the pixels lie; null where the data set has none.</summary>
    public PixelPlace? Pixels { get; set; }

    /// <summary>Length of the data set's source, against which sizes in the header are checked.</summary>
    public required long SourceLength { get; init; }

    public string? SopClass => Values.Text(DicomTags.SopClassUid);

    /// <summary>Images that a frame was made from, where the frame or all frames together name some.</summary>
    public IReadOnlySet<ImageReference> GetSources(int frame) =>
        frame < FrameSources.Count && FrameSources[frame].Count > 0 ? FrameSources[frame] : SharedSources;

    /// <summary>
    /// The values that hold an attribute of a frame: those of the frame, else those that all frames share, else those of the data set.
    /// </summary>
    public DicomValues GetFrameValues(int frame, DicomTag tag)
    {
        if (frame < Frames.Count && Frames[frame].Has(tag))
        {
            return Frames[frame];
        }
        return Shared.Has(tag) ? Shared : Values;
    }
}

using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>The parsed header of a file: the attributes that lungseg uses, and where the pixels lie.</summary>
internal sealed class DicomObject
{
    /// <summary>Name of the data set in messages.</summary>
    public required SourceName Name { get; init; }

    public required TransferSyntax Syntax { get; init; }

    /// <summary>Attributes of the data set itself.</summary>
    public required DicomValues Values { get; init; }

    /// <summary>Attributes that all frames share.</summary>
    public required DicomValues Shared { get; init; }

    /// <summary>Attributes of each frame; empty where the file has none.</summary>
    public List<DicomValues> Frames { get; } = [];

    /// <summary>SOP Instance UIDs of the images that the whole object was made from.</summary>
    public HashSet<string> ReferencedSops { get; } = [];

    public long? ModalityLutOffset { get; set; }

    /// <summary>Where the pixels lie; null where the data set has none.</summary>
    public PixelPlace? Pixels { get; set; }

    /// <summary>Length of the data set's source, against which sizes in the header are checked.</summary>
    public required long SourceLength { get; init; }

    public string? SopClass => Values.Text(DicomTags.SopClassUid);

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

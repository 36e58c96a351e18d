using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>What is kept of a file's header: the attributes that are read here, and where the pixels lie.</summary>
internal sealed class DicomObject
{
    /// <summary>Name of the data set in messages.</summary>
    public required SourceName Name { get; init; }

    public required TransferSyntax Syntax { get; init; }

    /// <summary>Attributes of the data set itself.</summary>
    public required DicomValues Values { get; init; }

    /// <summary>Attributes that all frames share.</summary>
    public required DicomValues Shared { get; init; }

    /// <summary>Attributes of each frame, where they are given.</summary>
    public List<DicomValues> Frames { get; } = [];

    /// <summary>Images that the object as a whole was made from.</summary>
    public HashSet<string> ReferencedSops { get; } = [];

    public long? ModalityLutOffset { get; set; }

    /// <summary>Where the pixels are; null where the data set has none.</summary>
    public PixelPlace? Pixels { get; set; }

    /// <summary>Bytes of the data set's source, which prove what is said of it.</summary>
    public required long SourceLength { get; init; }

    public string? SopClass => Values.Text(DicomTags.SopClassUid);

    /// <summary>An attribute of a frame: its own, else the one that all share, else the data set's.</summary>
    public DicomValues GetFrameValues(int frame, DicomTag tag)
    {
        if (frame < Frames.Count && Frames[frame].Has(tag))
        {
            return Frames[frame];
        }
        return Shared.Has(tag) ? Shared : Values;
    }
}

namespace LungSeg.Core.Formats.Lidc;

/// <summary>What the readers of one scan drew.</summary>
internal sealed class LidcReading
{
    /// <summary>Series that was read; null where the file does not say.</summary>
    public string? SeriesUid { get; set; }

    /// <summary>Readers, each in a session of its own.</summary>
    public int Readers { get; set; }

    /// <summary>Outlines by the slice's SOP Instance UID.</summary>
    public Dictionary<string, SliceOutlines> Slices { get; } = [];
}

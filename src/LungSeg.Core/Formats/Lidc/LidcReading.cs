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

/// <summary>One closed outline of one reader on one slice.</summary>
/// <param name="Reader">Which reading session, from 0.</param>
/// <param name="Nodule">Which nodule, from 0 over the whole file.</param>
/// <param name="IsHole">Whether what it encloses is cut out of the nodule.</param>
/// <param name="Points">Pixels of the outline in order, column and row from 0.</param>
internal sealed record LidcOutline(int Reader, int Nodule, bool IsHole, IReadOnlyList<OutlinePoint> Points);

/// <summary>A pixel of an outline.</summary>
/// <param name="X">Column, from 0.</param>
/// <param name="Y">Row, from 0.</param>
internal readonly record struct OutlinePoint(int X, int Y);

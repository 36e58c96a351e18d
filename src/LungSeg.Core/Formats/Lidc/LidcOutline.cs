namespace LungSeg.Core.Formats.Lidc;

/// <summary>One closed outline of one reader on one slice.</summary>
/// <param name="Reader">Which reading session, from 0.</param>
/// <param name="Nodule">Which nodule, from 0 over the whole file.</param>
/// <param name="IsHole">Whether what it encloses is cut out of the nodule.</param>
/// <param name="Points">Pixels of the outline in order, column and row from 0.</param>
internal sealed record LidcOutline(int Reader, int Nodule, bool IsHole, IReadOnlyList<OutlinePoint> Points);

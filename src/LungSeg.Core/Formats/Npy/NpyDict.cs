namespace LungSeg.Core.Formats.Npy;

/// <summary>The dict in a .npy header.</summary>
/// <param name="Descr">dtype in numpy's short form; null where it is a list of fields.</param>
/// <param name="IsFortran">Whether the first index varies fastest.</param>
/// <param name="Shape">Lengths of the axes.</param>
internal sealed record NpyDict(string? Descr, bool IsFortran, long[] Shape);

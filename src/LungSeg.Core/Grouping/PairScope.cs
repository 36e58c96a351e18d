namespace LungSeg.Core.Grouping;

/// <summary>Which pairs of two sets of slices are looked at.</summary>
/// <param name="IsOneSet">Whether the two are one set: then each pair comes once, and no slice with itself.</param>
/// <param name="Mirror">How those of the second are mirrored.</param>
/// <param name="IsSettled">Whether a pair needs no look, be it alike or not; null where all pairs do. From any thread.</param>
internal readonly record struct PairScope(bool IsOneSet, Mirror Mirror = Mirror.None, Func<int, int, bool>? IsSettled = null);

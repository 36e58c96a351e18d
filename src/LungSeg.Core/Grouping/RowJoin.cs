namespace LungSeg.Core.Grouping;

/// <summary>Why two rows are in one group.</summary>
/// <param name="A">Position of the first row in the list that was grouped.</param>
/// <param name="B">Position of the second row, greater than <paramref name="A"/>.</param>
/// <param name="Kind">How the two are alike.</param>
/// <param name="Score">How much, 0 to 1.</param>
/// <param name="Evidence">The same in words.</param>
public sealed record RowJoin(int A, int B, MatchKind Kind, double Score, string Evidence);

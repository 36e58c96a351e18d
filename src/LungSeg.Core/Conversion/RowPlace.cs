namespace LungSeg.Core.Conversion;

/// <summary>Where a split puts a row.</summary>
/// <param name="Part">Part, for example <c>train</c>, <c>val</c>, <c>test</c>; null where the split has folds only.</param>
/// <param name="Fold">Fold in which the row validates, from 0; null for test rows and without folds.</param>
/// <param name="Group">Group of the row; null where it is not known.</param>
public sealed record RowPlace(string? Part, int? Fold, string? Group);

namespace LungSeg.Core.Splitting;

/// <summary>What a split needs to know of a row.</summary>
/// <param name="Name">Name, for example <c>lung_cancer_train:17</c>.</param>
/// <param name="Label">Label as it stands in the file; null where there is none.</param>
/// <param name="Class">What is balanced: the canonical class, or the label where it is none.</param>
/// <param name="Group">Group that must stay together.</param>
/// <param name="LesionPixels">Lesion pixels; null without a mask.</param>
/// <param name="IsKeptTest">Whether it belongs to a test set that is given.</param>
public sealed record SplitRow(string Name, string? Label, string Class, string Group, long? LesionPixels, bool IsKeptTest = false);

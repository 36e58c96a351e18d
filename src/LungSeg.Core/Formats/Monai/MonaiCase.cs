namespace LungSeg.Core.Formats.Monai;

/// <summary>One entry of a datalist.</summary>
/// <param name="Image">Path of the image, from the datalist's folder.</param>
/// <param name="Label">Path of the mask.</param>
/// <param name="Fold">Fold in which it validates; null without folds.</param>
/// <param name="Extras">Further fields: texts, numbers or null.</param>
internal sealed record MonaiCase(string Image, string Label, int? Fold, IReadOnlyList<(string Name, object? Value)> Extras);

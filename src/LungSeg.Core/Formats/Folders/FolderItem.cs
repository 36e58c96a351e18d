namespace LungSeg.Core.Formats.Folders;

/// <summary>An image of a folder and what goes with it: as many rows as it has slices.</summary>
/// <param name="Image">The image.</param>
/// <param name="Mask">Its mask, with as many slices; null without one.</param>
/// <param name="Part">Part of the data set; null where the folder does not say.</param>
/// <param name="Label">Lung-RADS class as it is written; null where the folder does not say.</param>
internal sealed record FolderItem(ISliceFile Image, ISliceFile? Mask, string? Part, string? Label);

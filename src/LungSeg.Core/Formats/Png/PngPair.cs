namespace LungSeg.Core.Formats.Png;

/// <summary>An image and its mask by their names.</summary>
/// <param name="Image">File of the image.</param>
/// <param name="Mask">File of the mask; null without one.</param>
/// <param name="Part">Folder that names a part of the data set; null without one.</param>
internal readonly record struct PngPair(string Image, string? Mask, string? Part);

namespace LungSeg.Core.Imaging;

/// <summary>One picture of a contact sheet.</summary>
/// <param name="Picture">The picture; fitted into its tile with its proportions kept, never enlarged by a broken factor.</param>
/// <param name="Caption">One line under it, cut with two dots where it is too long; may be empty.</param>
public sealed record ContactSheetTile(RgbImage Picture, string Caption)
{
    /// <summary>
    /// Lesion mask [row, col] of the picture's size, non-zero inside; empty for none. Its outline is drawn after the picture is fitted,
    /// so that it does not fade when the picture shrinks.
    /// </summary>
    public ReadOnlyMemory<byte> Mask { get; init; }
}

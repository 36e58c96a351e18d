namespace LungSeg.Core.Imaging;

/// <summary>Layout of a contact sheet. Sizes are in pixels.</summary>
public sealed record ContactSheetOptions
{
    /// <summary>Tiles in a row, at least 1.</summary>
    public int Columns { get; init; } = 4;

    /// <summary>Side of the square that each picture is scaled into, at least 16.</summary>
    public int TileSize { get; init; } = 256;

    /// <summary>Space around tiles, at least 0.</summary>
    public int Margin { get; init; } = 8;

    /// <summary>Size of the text: width and height in pixels of a font pixel, at least 1.</summary>
    public int TextScale { get; init; } = 1;

    /// <summary>Title above the sheet; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>Headings above the columns of tiles, at most <see cref="Columns"/>; empty for none.</summary>
    public IReadOnlyList<string> Headings { get; init; } = [];

    /// <summary>Colour behind the tiles.</summary>
    public RgbColor Background { get; init; } = new(0x12, 0x14, 0x18);

    /// <summary>Colour of the text.</summary>
    public RgbColor Text { get; init; } = new(0xE0, 0xE4, 0xE8);

    /// <summary>A layout for tiles that belong together, with several such groups in a row.</summary>
    /// <param name="headings">Heading of each tile of a group.</param>
    /// <param name="groups">Groups in a row, at least 1.</param>
    public ContactSheetOptions InGroups(IReadOnlyList<string> headings, int groups)
    {
        ArgumentNullException.ThrowIfNull(headings);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        return this with
        {
            Columns = headings.Count * groups,
            Headings = [.. Enumerable.Repeat(headings, groups).SelectMany(group => group)],
        };
    }
}

/// <summary>One picture of a contact sheet.</summary>
/// <param name="Picture">The picture. It is scaled into its tile with its proportions kept; an enlargement is by an integer factor.</param>
/// <param name="Caption">One line under it, cut with two dots where it is too long; may be empty.</param>
public sealed record ContactSheetTile(RgbImage Picture, string Caption)
{
    /// <summary>
    /// Lesion mask [row, col] of the picture's size, non-zero inside; empty for none. Its outline is drawn after the picture is scaled, so
    /// that it does not fade.
    /// </summary>
    public ReadOnlyMemory<byte> Mask { get; init; }

    /// <summary>Colour of the lesion's outline.</summary>
    public RgbColor Outline { get; init; } = RgbColor.LesionOutline;

    /// <summary>The tile as a sheet draws it, where its picture is larger than a square of the sheet: large ones would add up.</summary>
    /// <param name="size">Side of the square, px.</param>
    public ContactSheetTile Shrink(int size) =>
        Math.Max(Picture.Height, Picture.Width) > size ? this with { Picture = ContactSheet.Fit(this, size), Mask = default } : this;
}

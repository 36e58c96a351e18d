namespace LungSeg.Core.Imaging;

/// <summary>How a contact sheet is laid out. Sizes are in pixels.</summary>
public sealed record ContactSheetOptions
{
    /// <summary>Tiles in a row, at least 1.</summary>
    public int Columns { get; init; } = 4;

    /// <summary>Sides of the square that each picture is fitted into, at least 16.</summary>
    public int TileSize { get; init; } = 256;

    /// <summary>Space around tiles, at least 0.</summary>
    public int Margin { get; init; } = 8;

    /// <summary>Size of the text: pixels a side that each font pixel takes, at least 1.</summary>
    public int TextScale { get; init; } = 1;

    /// <summary>Line over the sheet; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>Line over each column of tiles, at most <see cref="Columns"/>; empty for none.</summary>
    public IReadOnlyList<string> Headings { get; init; } = [];

    /// <summary>Colour behind the tiles.</summary>
    public RgbColor Background { get; init; } = new(0x12, 0x14, 0x18);

    /// <summary>Colour of the text.</summary>
    public RgbColor Text { get; init; } = new(0xE0, 0xE4, 0xE8);
}

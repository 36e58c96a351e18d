namespace LungSeg.Core.Imaging;

/// <summary>Lays out captioned pictures in a grid, row by row.</summary>
public static class ContactSheet
{
    private const int LineGap = 4;
    private const int MinTileSize = 16;

    /// <summary>Draws a contact sheet.</summary>
    /// <param name="tiles">Tiles in reading order, at least one.</param>
    /// <param name="options">Layout.</param>
    /// <returns>The sheet.</returns>
    /// <exception cref="ArgumentException">The list of tiles is empty, it has more headings than columns, or a mask has another size than
    /// its picture.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is under its minimum, or the sheet is too large for an array.</exception>
    public static RgbImage Render(IReadOnlyList<ContactSheetTile> tiles, ContactSheetOptions options)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        ArgumentNullException.ThrowIfNull(options);
        Validate(tiles, options);
        var line = (PixelFont.GlyphRows * options.TextScale) + LineGap;
        var stepColumns = options.TileSize + options.Margin;
        var stepRows = options.TileSize + line + options.Margin;
        var lines = (tiles.Count + options.Columns - 1) / options.Columns;
        var top = options.Margin + (options.Title.Length > 0 ? line : 0) + (options.Headings.Count > 0 ? line : 0);
        var sheet = new RgbImage(
            checked(top + (lines * stepRows)),
            checked(options.Margin + (options.Columns * stepColumns)),
            options.Background
        );
        DrawTop(sheet, options, line, stepColumns);
        for (var i = 0; i < tiles.Count; i++)
        {
            var row = top + (i / options.Columns * stepRows);
            var column = options.Margin + (i % options.Columns * stepColumns);
            var picture = Fit(tiles[i], options.TileSize);
            sheet.Paste(picture, row + ((options.TileSize - picture.Height) / 2), column + ((options.TileSize - picture.Width) / 2));
            DrawLine(sheet, (row + options.TileSize + (LineGap / 2), column), tiles[i].Caption, options.TileSize, options);
        }
        return sheet;
    }

    private static void Validate(IReadOnlyList<ContactSheetTile> tiles, ContactSheetOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Columns, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TileSize, MinTileSize, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Margin, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TextScale, 1, nameof(options));
        if (tiles.Count == 0)
        {
            throw new ArgumentException("a contact sheet needs a tile", nameof(tiles));
        }
        if (options.Headings.Count > options.Columns)
        {
            throw new ArgumentException($"{options.Headings.Count} headings for {options.Columns} columns", nameof(options));
        }
    }

    private static void DrawTop(RgbImage sheet, ContactSheetOptions options, int line, int stepColumns)
    {
        var row = options.Margin;
        if (options.Title.Length > 0)
        {
            DrawLine(sheet, (row, options.Margin), options.Title, sheet.Width - (2 * options.Margin), options);
            row += line;
        }
        for (var i = 0; i < options.Headings.Count; i++)
        {
            DrawLine(sheet, (row, options.Margin + (i * stepColumns)), options.Headings[i], options.TileSize, options);
        }
    }

    private static void DrawLine(RgbImage sheet, (int Row, int Column) position, string text, int width, ContactSheetOptions options)
    {
        var fitting = ((width / options.TextScale) + 1) / PixelFont.CellColumns;
        var shown = text.Length <= fitting ? text : string.Concat(text.AsSpan(0, Math.Max(0, fitting - 2)), "..");
        PixelFont.Draw(sheet, position, shown, options.Text, options.TextScale);
    }

    /// <summary>The picture of a tile, scaled to fit into a square, with its lesion outlined.</summary>
    internal static RgbImage Fit(ContactSheetTile tile, int size)
    {
        var picture = tile.Picture;
        var longest = Math.Max(picture.Height, picture.Width);
        var factor = size / longest;
        var fitted =
            longest > size
                ? Scaling.Area(picture, Shrunk(picture.Height, longest, size), Shrunk(picture.Width, longest, size))
                : Scaling.Nearest(picture, picture.Height * factor, picture.Width * factor);
        if (!tile.Mask.IsEmpty)
        {
            var mask = Scaling.AnyOf(tile.Mask.Span, new(picture.Height, picture.Width), new(fitted.Height, fitted.Width));
            MaskDrawing.DrawOutline(fitted, mask, tile.Outline, OutlineSide.Outer);
        }
        return fitted;
    }

    private static int Shrunk(int side, int longest, int size) => (int)Math.Max(1, (((long)side * size) + (longest / 2)) / longest);
}

namespace LungSeg.Core.Imaging;

/// <summary>Pictures side by side on a dark ground.</summary>
public sealed class ContactSheet
{
    private const int Gap = 4;
    private readonly int _tileSide;

    /// <summary>An empty sheet.</summary>
    /// <param name="rows">Rows of pictures.</param>
    /// <param name="columns">Columns of pictures.</param>
    /// <param name="tileSide">Longest side of a picture in pixels.</param>
    public ContactSheet(int rows, int columns, int tileSide)
    {
        _tileSide = tileSide;
        Image = new RgbImage((rows * (tileSide + Gap)) + Gap, (columns * (tileSide + Gap)) + Gap);
        Image.Buffer.AsSpan().Fill(24);
    }

    /// <summary>The sheet.</summary>
    public RgbImage Image { get; }

    /// <summary>Puts a picture in a place; it must not be larger than the tile.</summary>
    public void Place(int row, int column, RgbImage picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.Rows > _tileSide || picture.Columns > _tileSide)
            throw new ArgumentException($"a picture of {picture.Rows} x {picture.Columns} does not fit a tile of {_tileSide}", nameof(picture));
        var (top, left) = (Gap + (row * (_tileSide + Gap)), Gap + (column * (_tileSide + Gap)));
        for (var r = 0; r < picture.Rows; r++)
        {
            for (var c = 0; c < picture.Columns; c++)
                Image[top + r, left + c] = picture[r, c];
        }
    }
}

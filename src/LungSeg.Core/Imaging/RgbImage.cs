namespace LungSeg.Core.Imaging;

/// <summary>A picture in memory: 8-bit red, green, blue, [row, col] in C order.</summary>
public sealed class RgbImage
{
    private readonly byte[] _samples;

    /// <summary>A black picture.</summary>
    public RgbImage(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        Rows = rows;
        Columns = columns;
        _samples = new byte[checked(rows * columns * 3)];
    }

    /// <summary>Height in pixels.</summary>
    public int Rows { get; }

    /// <summary>Width in pixels.</summary>
    public int Columns { get; }

    /// <summary>Three samples a pixel, [row, col, channel].</summary>
    public ReadOnlySpan<byte> Samples => _samples;

    /// <summary>Colour of a pixel.</summary>
    public (byte Red, byte Green, byte Blue) this[int row, int column]
    {
        get
        {
            var at = At(row, column);
            return (_samples[at], _samples[at + 1], _samples[at + 2]);
        }

        set
        {
            var at = At(row, column);
            (_samples[at], _samples[at + 1], _samples[at + 2]) = value;
        }
    }

    internal byte[] Buffer => _samples;

    private int At(int row, int column) => ((row * Columns) + column) * 3;
}

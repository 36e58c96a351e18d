namespace LungSeg.Core.Evaluation;

/// <summary>Distances from pixels to the nearest pixel of a set, exact, with steps of their own along rows and columns.</summary>
/// <remarks>
/// One pass finds the nearest pixel of the set in each column; a question then looks along its row as far as the distance found so far.
/// </remarks>
internal sealed class NearestPixel
{
    private const int None = int.MaxValue / 2;
    private readonly int _width;
    private readonly int[] _vertical;

    /// <param name="set">The set [row, col] in C order; not 0 is a member.</param>
    /// <param name="height">Height.</param>
    /// <param name="width">Width.</param>
    public NearestPixel(ReadOnlySpan<byte> set, int height, int width)
    {
        _width = width;
        _vertical = new int[height * width];
        for (var i = 0; i < _vertical.Length; i++)
        {
            var above = i < width ? None : _vertical[i - width];
            _vertical[i] = set[i] != 0 ? 0 : Math.Min(above + 1, None);
        }
        for (var i = _vertical.Length - width - 1; i >= 0; i--)
        {
            _vertical[i] = Math.Min(_vertical[i], _vertical[i + width] + 1);
        }
    }

    /// <summary>Squared distance from a pixel; the set must not be empty.</summary>
    /// <param name="row">Row of the pixel.</param>
    /// <param name="column">Column of the pixel.</param>
    /// <param name="rowStep">Distance of two rows, 1 or mm.</param>
    /// <param name="columnStep">Distance of two columns, 1 or mm.</param>
    public double Squared(int row, int column, double rowStep, double columnStep)
    {
        var vertical = _vertical.AsSpan(row * _width, _width);
        var nearest = Square(vertical[column] * rowStep);
        for (var aside = 1; aside < _width; aside++)
        {
            var across = Square(aside * columnStep);
            if (across >= nearest)
            {
                break;
            }
            if (column - aside >= 0)
            {
                nearest = Math.Min(nearest, across + Square(vertical[column - aside] * rowStep));
            }
            if (column + aside < _width)
            {
                nearest = Math.Min(nearest, across + Square(vertical[column + aside] * rowStep));
            }
        }
        return nearest;
    }

    private static double Square(double value) => value * value;
}

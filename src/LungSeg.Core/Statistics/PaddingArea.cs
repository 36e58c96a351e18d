using LungSeg.Thresholding.Contours;

namespace LungSeg.Core.Statistics;

/// <summary>The padding of a slice: 4-connected areas of its least value that contain an image corner.</summary>
internal sealed class PaddingArea
{
    private const double HighestHu = -1000;

    private readonly BitSlice _bits = new();
    private readonly BitSlice _padding = new();
    private readonly CornerAreas _corners = new();
    private byte[] _mask = [];

    /// <summary>Number of padding pixels.</summary>
    public int Pixels { get; private set; }

    /// <summary>1 on padding, [row, col]; empty where there is none.</summary>
    public ReadOnlySpan<byte> Mask => Pixels == 0 ? [] : _mask;

    /// <summary>Finds the padding.</summary>
    /// <param name="hu">HU values, [row, col] in C order.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="least">Least finite value.</param>
    /// <param name="isFinite">Whether all values are finite.</param>
    public void Find(ReadOnlySpan<double> hu, int columns, double least, bool isFinite)
    {
        Pixels = 0;
        var rows = hu.Length / columns;
        var isAtCorner = hu[0] == least || hu[columns - 1] == least || hu[^columns] == least || hu[^1] == least;
        if (!isAtCorner || !(least <= HighestHu))
            return;
        if (_mask.Length != hu.Length)
            _mask = new byte[hu.Length];
        if (isFinite)
        {
            _bits.LoadBelow(hu, rows, columns, Math.BitIncrement(least));
        }
        else
        {
            for (var i = 0; i < hu.Length; i++)
                _mask[i] = hu[i] == least ? (byte)1 : (byte)0;
            _bits.LoadMask(_mask, rows, columns);
        }

        _padding.Clear(rows, columns);
        _corners.Add(_bits, _padding);
        Pixels = _padding.Count();
        if (Pixels > 0)
            _padding.WriteTo(_mask);
    }
}

using LungSeg.Thresholding.Contours;

namespace LungSeg.Core.Analysis;

/// <summary>
/// Finds the padding of a slice: pixels with the slice's minimum, where that is at most -1000 HU, in 4-connected regions of at least 64 px
/// that contain a corner.
/// </summary>
/// <remarks>
/// All figures and rules use this definition. The refined method needs the area outside the field of view instead: see
/// <c>OutsideFieldOfView</c>.
/// </remarks>
internal sealed class CornerPadding
{
    private const double MaxHu = -1000;

    private readonly BitSlice _bits = new();
    private readonly BitSlice _padding = new();
    private readonly ComponentMap _map = new();
    private byte[] _mask = [];

    /// <summary>Number of padding pixels.</summary>
    public int Pixels { get; private set; }

    /// <summary>1 on padding, [row, col]; empty where there is none.</summary>
    public ReadOnlySpan<byte> Mask => Pixels == 0 ? [] : _mask;

    /// <summary>Finds the padding.</summary>
    /// <param name="hu">HU values, [row, col] in C order.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="minimum">Minimum of the finite values.</param>
    /// <param name="isFinite">Whether all values are finite.</param>
    public void Find(ReadOnlySpan<double> hu, int width, double minimum, bool isFinite)
    {
        Pixels = 0;
        var height = hu.Length / width;
        var isAtCorner = hu[0] == minimum || hu[width - 1] == minimum || hu[^width] == minimum || hu[^1] == minimum;
        if (!isAtCorner || !(minimum <= MaxHu))
        {
            return;
        }

        if (_mask.Length != hu.Length)
        {
            _mask = new byte[hu.Length];
        }

        if (isFinite)
        {
            _bits.LoadBelow(hu, height, width, Math.BitIncrement(minimum));
        }
        else
        {
            for (var i = 0; i < hu.Length; i++)
            {
                _mask[i] = hu[i] == minimum ? (byte)1 : (byte)0;
            }

            _bits.LoadMask(_mask, height, width);
        }

        _padding.Clear(height, width);
        CornerAreas.Add(_bits, _padding, _map);
        Pixels = _padding.Count();
        if (Pixels > 0)
        {
            _padding.WriteTo(_mask);
        }
    }
}

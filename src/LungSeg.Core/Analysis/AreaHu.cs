namespace LungSeg.Core.Analysis;

/// <summary>Collects the HU of an area. Not thread-safe: an instance reuses its memory.</summary>
internal sealed class AreaHu
{
    private double[] _values = [];
    private int _count;

    /// <summary>The values that were collected last, in the order of the pixels.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, _count);

    /// <summary>Collects the values of the measured array that count: finite, no padding, not dropped.</summary>
    /// <param name="pixels">Both arrays, and which is measured.</param>
    /// <param name="area">Not 0 inside, [row, col].</param>
    /// <param name="padding">Not 0 where pixels are padding; empty for none.</param>
    /// <returns><see cref="Values"/>.</returns>
    public ReadOnlySpan<double> Collect(MeasuredSlice pixels, ReadOnlySpan<byte> area, ReadOnlySpan<byte> padding)
    {
        var image = pixels.Image;
        var inside = area.Length - area.Count((byte)0);
        if (_values.Length < inside)
        {
            _values = new double[inside];
        }

        var count = 0;
        for (int i = 0, skipped; (skipped = area[i..].IndexOfAnyExcept((byte)0)) >= 0; )
        {
            for (i += skipped; i < area.Length && area[i] != 0; i++)
            {
                if (double.IsFinite(image[i]) && (padding.IsEmpty || padding[i] == 0) && !(pixels.MeasuresHu && pixels.IsDropped(i)))
                {
                    _values[count++] = image[i];
                }
            }
        }

        _count = count;
        return Values;
    }
}

using LungSeg.Thresholding.Contours;
using LungSeg.Thresholding.Refinement;

namespace LungSeg.Core.Analysis;

/// <summary>HU of the lesion and of the ring of pixels around it.</summary>
/// <param name="Inside">The lesion's pixels whose HU count.</param>
/// <param name="Minimum">Minimum in the lesion; positive infinity without pixels.</param>
/// <param name="Maximum">Maximum in the lesion; negative infinity without pixels.</param>
/// <param name="Ring">The ring's pixels whose HU count.</param>
internal readonly record struct LesionHu(PixelMoments Inside, double Minimum, double Maximum, PixelMoments Ring);

/// <summary>Measures the HU of lesions. Not thread-safe: an instance reuses its working memory.</summary>
internal sealed class LesionMeasure(int height, int width)
{
    /// <summary>The ring of a lesion consists of the pixels within this distance.</summary>
    private const int RingRadius = 5;

    private readonly Morphology _morphology = new(height, width);
    private readonly BitSlice _wide = new();
    private double[] _values = [];

    /// <summary>Measures a lesion. Padding, NaN and infinities do not count; in the ring, dropped pixels do not count either.</summary>
    public LesionHu Measure(MeasuredSlice pixels, ReadOnlySpan<byte> lesion, LesionBox box, ReadOnlySpan<byte> padding)
    {
        _wide.LoadMask(lesion, height, width);
        _morphology.Dilate(_wide, RingRadius);

        var values = Gather(pixels, lesion, padding, box, isRing: false);
        var inside = PixelMoments.Compute(values);
        var (minimum, maximum) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
        }

        var ring = Gather(pixels, lesion, padding, box.Widen(RingRadius, height, width), isRing: true);
        return new LesionHu(inside, minimum, maximum, PixelMoments.Compute(ring));
    }

    /// <summary>
    /// Collects the values that count, of the lesion or of its ring. The ring never includes dropped pixels, whichever array is measured.
    /// </summary>
    private ReadOnlySpan<double> Gather(
        MeasuredSlice pixels,
        ReadOnlySpan<byte> lesion,
        ReadOnlySpan<byte> padding,
        LesionBox box,
        bool isRing
    )
    {
        if (_values.Length < box.Height * box.Width)
        {
            _values = new double[box.Height * box.Width];
        }

        var count = 0;
        var image = pixels.Image;
        for (var r = box.Top; r < box.Bottom; r++)
        {
            for (var c = box.Left; c < box.Right; c++)
            {
                var i = (r * width) + c;
                var isMeant = isRing ? _wide[r, c] && lesion[i] == 0 : lesion[i] != 0;
                if (
                    isMeant
                    && double.IsFinite(image[i])
                    && (padding.IsEmpty || padding[i] == 0)
                    && !((isRing || pixels.MeasuresHu) && pixels.IsDropped(i))
                )
                {
                    _values[count++] = image[i];
                }
            }
        }

        return _values.AsSpan(0, count);
    }
}

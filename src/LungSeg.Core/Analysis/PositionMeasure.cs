using LungSeg.Thresholding;
using LungSeg.Thresholding.Contours;
using LungSeg.Thresholding.Refinement;

namespace LungSeg.Core.Analysis;

/// <summary>The lung in which the lesion lies, and the lesion's distance from that lung's edge.</summary>
/// <param name="InLung">Share of the lesion in either lung.</param>
/// <param name="Side">The lung that holds most of the lesion; null where neither holds any.</param>
/// <param name="PleuraMinimumPx">Minimum distance of a lesion pixel to the outside of that lung in px; null where it is not known.</param>
/// <param name="PleuraMaximumPx">Maximum distance of a lesion pixel to the outside of that lung in px; null where it is not known.</param>
internal readonly record struct LesionPosition(double InLung, LungSide? Side, double? PleuraMinimumPx, double? PleuraMaximumPx);

/// <summary>Measures where lesions lie in the lungs. Not thread-safe: an instance reuses its working memory.</summary>
internal sealed class PositionMeasure(int height, int width)
{
    private readonly DistanceTransform _distances = new(height, width);
    private readonly BitSlice _lung = new();

    public LesionPosition Measure(LungComponents lungs, ReadOnlySpan<byte> lesion, LesionBox box)
    {
        var labels = lungs.Labels;
        Span<long> inside = stackalloc long[3];
        for (var r = box.Top; r < box.Bottom; r++)
        {
            for (var i = (r * width) + box.Left; i < (r * width) + box.Right; i++)
            {
                if (lesion[i] != 0)
                {
                    inside[labels[i]]++;
                }
            }
        }

        var inLung = (double)(inside[1] + inside[2]) / (inside[0] + inside[1] + inside[2]);
        if (inside[1] + inside[2] == 0)
        {
            return new LesionPosition(inLung, null, null, null);
        }

        var lung = ChooseLung(lungs, inside[1], inside[2]);
        return MeasureDepth(labels, (byte)(lung + 1), lesion, box) is { } depth
            ? new LesionPosition(inLung, lungs.GetSide(lung), Math.Sqrt(depth.Minimum), Math.Sqrt(depth.Maximum))
            : new LesionPosition(inLung, lungs.GetSide(lung), null, null);
    }

    // On equal shares, the lung on the image's left.
    private static int ChooseLung(LungComponents lungs, long inFirst, long inSecond)
    {
        if (inFirst != inSecond)
        {
            return inFirst > inSecond ? 0 : 1;
        }

        return lungs.GetSide(0) == LungSide.ImageLeft ? 0 : 1;
    }

    /// <summary>
    /// Minimum and maximum of the lesion pixels' squared distances to the nearest pixel outside the lung; null where they are not known.
    /// </summary>
    private (int Minimum, int Maximum)? MeasureDepth(ReadOnlySpan<byte> labels, byte label, ReadOnlySpan<byte> lesion, LesionBox box)
    {
        _lung.LoadEqual(labels, height, width, label);

        // A crop with a frame of one pixel is enough: no pixel beyond the frame is nearer than those in it.
        var extent = PixelExtent.Compute(_lung);
        _distances.SetWindow(extent.Top - 1, extent.Left - 1, extent.Bottom + 2, extent.Right + 2);
        _distances.MeasureColumns(_lung, toSet: false);
        var (minimum, maximum) = (int.MaxValue, 0);
        for (var r = box.Top; r < box.Bottom; r++)
        {
            for (var c = box.Left; c < box.Right; c++)
            {
                if (lesion[(r * width) + c] == 0)
                {
                    continue;
                }

                var depth = _lung[r, c] ? _distances.SquaredAt(r, c) : 0;
                (minimum, maximum) = (Math.Min(minimum, depth), Math.Max(maximum, depth));
            }
        }

        return maximum >= (height + width) * (height + width) ? null : (minimum, maximum);
    }
}

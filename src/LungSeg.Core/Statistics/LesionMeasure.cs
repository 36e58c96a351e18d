using LungSeg.Thresholding.Contours;
using LungSeg.Thresholding.Refinement;

namespace LungSeg.Core.Statistics;

/// <summary>Size, place and HU of the lesion, and its contrast to the ring of pixels around it.</summary>
internal sealed class LesionMeasure(int rows, int columns)
{
    /// <summary>Pixels at most this far from the lesion are its ring.</summary>
    private const int RingRadius = 5;

    private readonly Morphology _morphology = new(rows, columns);
    private readonly BitSlice _wide = new();
    private double[] _values = [];

    public RowStatistics Measure(RowPixels pixels, ReadOnlySpan<byte> lesion, LesionBox box, ReadOnlySpan<byte> padding, RowStatistics row)
    {
        row = Place(lesion, box, row);
        if (!pixels.Hu.IsEmpty && !pixels.Old.IsEmpty)
            row = row with { LesionKept = Kept(pixels, lesion, box, row.LesionPx!.Value) };
        return pixels.Image.IsEmpty ? row : WithHu(pixels, lesion, box, padding, row);
    }

    private static double Kept(RowPixels pixels, ReadOnlySpan<byte> lesion, LesionBox box, long lesionPixels)
    {
        var dropped = 0L;
        for (var r = box.Top; r < box.Bottom; r++)
        {
            for (var i = (r * pixels.Columns) + box.Left; i < (r * pixels.Columns) + box.Right; i++)
                dropped += lesion[i] != 0 && pixels.IsDropped(i) ? 1 : 0;
        }

        return 1 - ((double)dropped / lesionPixels);
    }

    private RowStatistics Place(ReadOnlySpan<byte> lesion, LesionBox box, RowStatistics row)
    {
        var (count, rowSum, columnSum) = (0L, 0L, 0L);
        for (var r = box.Top; r < box.Bottom; r++)
        {
            for (var c = box.Left; c < box.Right; c++)
            {
                if (lesion[(r * columns) + c] == 0)
                    continue;
                count++;
                rowSum += r;
                columnSum += c;
            }
        }

        return row with
        {
            LesionPx = count,
            LesionDiameterPx = 2 * Math.Sqrt(count / Math.PI),
            LesionTop = box.Top,
            LesionLeft = box.Left,
            LesionBottom = box.Bottom,
            LesionRight = box.Right,
            LesionRow = (double)rowSum / count,
            LesionCol = (double)columnSum / count,
        };
    }

    private RowStatistics WithHu(RowPixels pixels, ReadOnlySpan<byte> lesion, LesionBox box, ReadOnlySpan<byte> padding, RowStatistics row)
    {
        var ring = box.Widened(RingRadius, rows, columns);
        _wide.LoadMask(lesion, rows, columns);
        _morphology.Dilate(_wide, RingRadius);

        var inside = PixelMoments.Of(Gather(pixels, lesion, padding, box, isRing: false));
        var (least, greatest) = Range(_values.AsSpan(0, (int)inside.Pixels));
        var around = PixelMoments.Of(Gather(pixels, lesion, padding, ring, isRing: true));
        return row with
        {
            LesionHuPx = inside.Pixels,
            LesionHuMin = inside.Pixels > 0 ? least : null,
            LesionHuMax = inside.Pixels > 0 ? greatest : null,
            LesionHuMean = inside.Pixels > 0 ? inside.Mean : null,
            LesionHuStd = inside.Pixels > 0 ? inside.Std : null,
            LesionHuSum = inside.Sum,
            LesionHuSumSquares = inside.SumSquares,
            LesionHuSquaredDeviations = inside.SquaredDeviations,
            RingPx = around.Pixels,
            RingHuMean = around.Pixels > 0 ? around.Mean : null,
            LesionContrast = inside.Pixels > 0 && around.Pixels > 0 ? inside.Mean - around.Mean : null,
        };
    }

    /// <summary>The values that count, of the lesion or of its ring; the ring has no dropped pixels, whatever image is measured.</summary>
    private ReadOnlySpan<double> Gather(RowPixels pixels, ReadOnlySpan<byte> lesion, ReadOnlySpan<byte> padding, LesionBox box, bool isRing)
    {
        var most = (box.Bottom - box.Top) * (box.Right - box.Left);
        if (_values.Length < most)
            _values = new double[most];
        var count = 0;
        var image = pixels.Image;
        for (var r = box.Top; r < box.Bottom; r++)
        {
            for (var c = box.Left; c < box.Right; c++)
            {
                var i = (r * columns) + c;
                var isMeant = isRing ? _wide[r, c] && lesion[i] == 0 : lesion[i] != 0;
                if (
                    !isMeant
                    || !double.IsFinite(image[i])
                    || (!padding.IsEmpty && padding[i] != 0)
                    || ((isRing || pixels.LeavesDroppedOut) && pixels.IsDropped(i))
                )
                    continue;
                _values[count++] = image[i];
            }
        }

        return _values.AsSpan(0, count);
    }

    private static (double Least, double Greatest) Range(ReadOnlySpan<double> values)
    {
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        return (least, greatest);
    }
}

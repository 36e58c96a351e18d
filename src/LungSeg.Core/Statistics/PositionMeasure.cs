using LungSeg.Thresholding;
using LungSeg.Thresholding.Contours;
using LungSeg.Thresholding.Refinement;

namespace LungSeg.Core.Statistics;

/// <summary>In which lung the lesion lies, and how far from that lung's edge.</summary>
internal sealed class PositionMeasure(int rows, int columns)
{
    private readonly DistanceTransform _distances = new(rows, columns);
    private readonly BitSlice _lung = new();
    private readonly byte[] _pixels = new byte[rows * columns];

    public RowStatistics Measure(LungComponents lungs, ReadOnlySpan<byte> lesion, LesionBox box, RowStatistics row)
    {
        var labels = lungs.Labels;
        Span<long> inside = stackalloc long[3];
        for (var r = box.Top; r < box.Bottom; r++)
        {
            for (var i = (r * columns) + box.Left; i < (r * columns) + box.Right; i++)
            {
                if (lesion[i] != 0)
                    inside[labels[i]]++;
            }
        }

        var pixels = inside[0] + inside[1] + inside[2];
        row = row with { LesionInLung = (double)(inside[1] + inside[2]) / pixels };
        if (inside[1] + inside[2] == 0)
            return row;
        var lung = ChooseLung(lungs, inside[1], inside[2]);
        row = row with { LesionSide = lungs.SideOf(lung) };
        return Depth(labels, (byte)(lung + 1), lesion, box) is { } depth
            ? row with
            {
                PleuraMinPx = Math.Sqrt(depth.Least),
                PleuraMaxPx = Math.Sqrt(depth.Greatest),
            }
            : row;
    }

    // Equal shares: the lung on the image's left.
    private static int ChooseLung(LungComponents lungs, long inFirst, long inSecond)
    {
        if (inFirst != inSecond)
            return inFirst > inSecond ? 0 : 1;
        return lungs.SideOf(0) == LungSide.ImageLeft ? 0 : 1;
    }

    /// <summary>Squared distances to the nearest pixel that is not of the lung; null where there is none.</summary>
    private (int Least, int Greatest)? Depth(ReadOnlySpan<byte> labels, byte label, ReadOnlySpan<byte> lesion, LesionBox box)
    {
        for (var i = 0; i < labels.Length; i++)
            _pixels[i] = labels[i] == label ? (byte)1 : (byte)0;
        _lung.LoadMask(_pixels, rows, columns);

        // A pixel further out than the frame around the lung is never nearer than one in the frame.
        var extent = PixelExtent.Of(_lung);
        _distances.SetWindow(extent.Top - 1, extent.Left - 1, extent.Bottom + 2, extent.Right + 2);
        _distances.MeasureColumns(_lung, toSet: false);
        var (least, greatest) = (int.MaxValue, 0);
        for (var r = box.Top; r < box.Bottom; r++)
        {
            for (var c = box.Left; c < box.Right; c++)
            {
                if (lesion[(r * columns) + c] == 0)
                    continue;
                var depth = _lung[r, c] ? _distances.SquaredAt(r, c) : 0;
                (least, greatest) = (Math.Min(least, depth), Math.Max(greatest, depth));
            }
        }

        return greatest >= (rows + columns) * (rows + columns) ? null : (least, greatest);
    }
}

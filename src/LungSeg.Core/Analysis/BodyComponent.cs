using LungSeg.Thresholding.Contours;

namespace LungSeg.Core.Analysis;

/// <summary>Finds the largest 4-connected component of tissue of a slice: the body.</summary>
internal static class BodyComponent
{
    /// <summary>HU from which a pixel is tissue.</summary>
    public const double TissueHu = -300;

    /// <summary>Pixels of the largest component, the first in scan order of equal ones, and how many of them are kept.</summary>
    /// <param name="huOld">HU [row, col] in C order.</param>
    /// <param name="kept">1 where a pixel is kept.</param>
    /// <param name="width">Width of the slice.</param>
    public static (int Pixels, int Kept) FindLargest(ReadOnlySpan<double> huOld, ReadOnlySpan<byte> kept, int width)
    {
        var bits = new BitSlice();
        bits.LoadBelow(huOld, huOld.Length / width, width, TissueHu);
        bits.Invert();
        var map = new ComponentMap();
        map.Build(bits);
        var (largest, pixels) = (-1, 0);
        for (var i = 0; i < map.ComponentCount; i++)
        {
            // The map calls the pixels that are set air.
            if (map.Components[i] is { Air: true } component && component.Pixels > pixels)
            {
                (largest, pixels) = (i, component.Pixels);
            }
        }

        if (largest < 0)
        {
            return default;
        }

        var keptPixels = 0;
        foreach (var run in map.GetRuns(largest))
        {
            keptPixels += kept.Slice((run.Row * width) + run.Start, run.End - run.Start).Count((byte)1);
        }

        return (pixels, keptPixels);
    }
}

using LungSeg.Core.Analysis;

namespace LungSeg.Core.Evaluation;

/// <summary>A truth and a prediction of one slice, cut to the smallest rectangle that holds both; outside it both are background.</summary>
internal sealed class MaskPair
{
    private MaskPair(OverlapCounts counts, LesionBox box, byte[] truth, byte[] predicted) =>
        (Counts, Box, Truth, Predicted) = (counts, box, truth, predicted);

    public OverlapCounts Counts { get; }

    /// <summary>The rectangle in the slice; empty where both masks are.</summary>
    public LesionBox Box { get; }

    /// <summary>The truth in the rectangle, 0 or 1 [row, col].</summary>
    public byte[] Truth { get; }

    /// <summary>The prediction in the rectangle, 0 or 1 [row, col].</summary>
    public byte[] Predicted { get; }

    public int Height => Box.Height;

    public int Width => Box.Width;

    /// <summary>Counts the pixels of two masks of 0 and 1 [row, col] and cuts them.</summary>
    public static MaskPair Cut(ReadOnlySpan<byte> truth, ReadOnlySpan<byte> predicted, int width)
    {
        var box = LesionBox.Union(LesionBox.Find(truth, width), LesionBox.Find(predicted, width)) ?? default;
        var (cutTruth, cutPredicted) = (box.CutOut(truth, width), box.CutOut(predicted, width));
        var both = 0L;
        for (var i = 0; i < cutTruth.Length; i++)
        {
            both += cutTruth[i] & cutPredicted[i];
        }
        var counts = new OverlapCounts(cutTruth.AsSpan().Count((byte)1), cutPredicted.AsSpan().Count((byte)1), both, truth.Length);
        return new MaskPair(counts, box, cutTruth, cutPredicted);
    }
}

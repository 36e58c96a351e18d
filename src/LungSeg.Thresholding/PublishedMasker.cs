using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding;

/// <summary>The algorithm that was published with the data set, reproduced bit for bit, including its errors and failures.</summary>
/// <remarks>
/// Keeps closed contours of air below -300 HU with a convex hull over 2000 px^2. Of three or more, the largest is assumed to be the body
/// and dropped; of exactly two, both are kept. The pixels strictly inside the others are lung.
/// </remarks>
public sealed class PublishedMasker : ILungMasker
{
    /// <inheritdoc/>
    public string Name => "published";

    /// <inheritdoc/>
    public ThresholdOutcome Compute(ReadOnlySpan<double> hu, int height, int width, Span<byte> mask)
    {
        SliceArguments.Require(height, width, hu.Length, mask.Length);
        var scan = ContourScan.Rent();
        try
        {
            var outcome = scan.Read(hu, height, width, inclusive: false) ? Choose(scan.Kept) : ThresholdOutcome.QhullError;
            if (ThresholdOutcomes.HasMask(outcome))
            {
                scan.WriteMask(mask);
            }
            else
            {
                mask.Clear();
            }

            return outcome;
        }
        finally
        {
            ContourScan.Return(scan);
        }
    }

    private static ThresholdOutcome Choose(List<KeptContour> kept)
    {
        if (kept.Count < 2)
        {
            return ThresholdOutcome.TooFew;
        }

        if (kept.Count == 2)
        {
            return ThresholdOutcome.OkTwoKept;
        }

        // The published code fails on any two equal areas, not only on the largest.
        kept.Sort((a, b) => a.TwiceHullArea.CompareTo(b.TwiceHullArea));
        for (var i = 1; i < kept.Count; i++)
        {
            if (kept[i].TwiceHullArea == kept[i - 1].TwiceHullArea)
            {
                return ThresholdOutcome.Tie;
            }
        }

        kept.RemoveAt(kept.Count - 1);
        return ThresholdOutcome.Ok;
    }
}

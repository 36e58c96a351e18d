using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding;

/// <summary>
/// The method of the published flow chart: keeps the two largest closed contours with a convex hull of at least 2000 px^2 and drops no
/// body.
/// </summary>
/// <remarks>
/// Contours, hull area, filling and the failure on a contour without area are as in <see cref="PublishedMasker"/>. Of equal areas the first
/// in scan order is kept.
/// </remarks>
public sealed class TwoLargestMasker : ILungMasker
{
    /// <inheritdoc/>
    public string Name => "two-largest";

    /// <inheritdoc/>
    public ThresholdOutcome Compute(ReadOnlySpan<double> hu, int height, int width, Span<byte> mask)
    {
        SliceArguments.Require(height, width, hu.Length, mask.Length);
        var scan = ContourScan.Rent();
        try
        {
            mask.Clear();
            if (!scan.Read(hu, height, width, inclusive: true))
            {
                return ThresholdOutcome.QhullError;
            }

            var kept = scan.Kept;
            if (kept.Count < 2)
            {
                return ThresholdOutcome.TooFew;
            }

            var outcome = kept.Count == 2 ? ThresholdOutcome.OkTwoKept : ThresholdOutcome.Ok;
            kept.Sort(
                (a, b) =>
                    a.TwiceHullArea != b.TwiceHullArea ? b.TwiceHullArea.CompareTo(a.TwiceHullArea) : a.Component.CompareTo(b.Component)
            );
            kept.RemoveRange(2, kept.Count - 2);
            scan.WriteMask(mask);
            return outcome;
        }
        finally
        {
            ContourScan.Return(scan);
        }
    }
}

using LungSeg.Thresholding.Refinement;

namespace LungSeg.Thresholding;

/// <summary>
/// The lungs of <see cref="RefinedMasker"/> with the convex hull of each and a margin around it, so that tumours on the wall stay in.
/// </summary>
/// <remarks>Ends as the refined method does. docs/thresholding.md gives definition and figures.</remarks>
public sealed class HullMasker : ILungMasker
{
    /// <summary>Name of the method.</summary>
    public const string MethodName = "hull";

    /// <summary>Margin around the hulls in px where none is given.</summary>
    public const int DefaultMargin = 10;

    /// <summary>Maximum margin in px.</summary>
    public const int MaxMargin = Morphology.MaxRadius;

    /// <summary>Creates the method.</summary>
    /// <param name="margin">Pixels within this distance of a hull are kept too, 0 to <see cref="MaxMargin"/> px.</param>
    /// <exception cref="ArgumentOutOfRangeException">The margin is out of range.</exception>
    public HullMasker(int margin = DefaultMargin)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(margin, MaxMargin);
        Margin = margin;
    }

    /// <inheritdoc/>
    public string Name => MethodName;

    /// <summary>Pixels within this distance of a hull are kept too, in px.</summary>
    public int Margin { get; }

    /// <inheritdoc/>
    public ThresholdOutcome Compute(ReadOnlySpan<double> hu, int height, int width, Span<byte> mask)
    {
        SliceArguments.Require(height, width, hu.Length, mask.Length);
        var finder = LungFinder.Rent(height, width);
        var found = finder.Find(hu);
        finder.WidenToHull(Margin);
        finder.Left.WriteTo(mask);
        LungFinder.Return(finder);
        return RefinedMasker.GetOutcome(found);
    }
}

using LungSeg.Thresholding.Contours;
using LungSeg.Thresholding.Refinement;

namespace LungSeg.Thresholding;

/// <summary>The recommended method: both lungs with their vessels and lesions, without body, table, airways and bowel gas.</summary>
/// <remarks>
/// Works on single slices and in pixels, since the data set has no spacing. The outcome is <see cref="ThresholdOutcome.Ok"/> with one or
/// two lungs, and <see cref="ThresholdOutcome.TooFew"/> without a lung. docs/thresholding.md gives steps and parameters.
/// </remarks>
public sealed class RefinedMasker : ILungMasker
{
    /// <inheritdoc/>
    public string Name => "refined";

    /// <inheritdoc/>
    public ThresholdOutcome Compute(ReadOnlySpan<double> hu, int height, int width, Span<byte> mask) =>
        ComputeInScan(hu, height, width, [], [], mask);

    /// <summary>Computes the lung mask of a slice whose neighbours in the scan are known.</summary>
    /// <remarks>
    /// A piece that continues a lung of a neighbour is lung, and a small piece that continues none is not. Without a neighbour the mask is
    /// that of the slice alone.
    /// </remarks>
    /// <param name="hu">HU values, [row, col] in C order, <paramref name="height"/> x <paramref name="width"/>; NaN allowed.</param>
    /// <param name="height">Height in pixels, at least 2.</param>
    /// <param name="width">Width in pixels, at least 2.</param>
    /// <param name="before">Mask of the slice before, made of that slice alone; empty without one. Not 0 is lung.</param>
    /// <param name="after">Mask of the slice after, likewise.</param>
    /// <param name="mask">Receives 1 for lung and 0 elsewhere, same layout as <paramref name="hu"/>.</param>
    /// <returns>Outcome of the method.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is under 2.</exception>
    /// <exception cref="ArgumentException">A span's length is not height x width.</exception>
    public static ThresholdOutcome ComputeInScan(
        ReadOnlySpan<double> hu,
        int height,
        int width,
        ReadOnlySpan<byte> before,
        ReadOnlySpan<byte> after,
        Span<byte> mask
    )
    {
        SliceArguments.Require(height, width, hu.Length, mask.Length);
        SliceArguments.Require(height, width, hu.Length, before.IsEmpty ? hu.Length : before.Length);
        SliceArguments.Require(height, width, hu.Length, after.IsEmpty ? hu.Length : after.Length);
        var finder = LungFinder.Rent(height, width);
        finder.Neighbours.Load(before, after, height, width);
        var found = finder.Find(hu);
        finder.Neighbours.Clear();
        finder.Left.Add(finder.Right);
        finder.Left.WriteTo(mask);
        LungFinder.Return(finder);
        return GetOutcome(found);
    }

    /// <summary>Computes the lung mask of a slice alone, as bits.</summary>
    /// <param name="hu">HU values, [row, col] in C order.</param>
    /// <param name="height">Height in pixels, at least 2.</param>
    /// <param name="width">Width in pixels, at least 2.</param>
    /// <param name="mask">Receives the mask.</param>
    /// <returns>Outcome of the method, and whether <see cref="ComputeInScan"/> may give another mask.</returns>
    internal static (ThresholdOutcome Outcome, bool DependsOnNeighbours) ComputeAlone(
        ReadOnlySpan<double> hu,
        int height,
        int width,
        BitSlice mask
    )
    {
        SliceArguments.Require(height, width, hu.Length, hu.Length);
        var finder = LungFinder.Rent(height, width);
        var found = finder.Find(hu);
        mask.CopyFrom(finder.Left);
        mask.Add(finder.Right);
        var depends = finder.DependsOnNeighbours;
        LungFinder.Return(finder);
        return (GetOutcome(found), depends);
    }

    /// <summary>Finds the lungs of one slice and separates them.</summary>
    /// <param name="hu">HU values, [row, col] in C order, <paramref name="height"/> x <paramref name="width"/>; NaN allowed.</param>
    /// <param name="height">Height in pixels, at least 2.</param>
    /// <param name="width">Width in pixels, at least 2.</param>
    /// <returns>The lungs, none to two, the larger first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is under 2.</exception>
    /// <exception cref="ArgumentException">The span's length is not height x width.</exception>
    public static LungComponents FindLungs(ReadOnlySpan<double> hu, int height, int width)
    {
        SliceArguments.Require(height, width, hu.Length, hu.Length);
        var finder = LungFinder.Rent(height, width);
        finder.Find(hu);
        var lungs = LungComponents.FromSides(finder.Left, finder.Right);
        LungFinder.Return(finder);
        return lungs;
    }

    /// <summary>Outcome of the method.</summary>
    internal static ThresholdOutcome GetOutcome(bool found) => found ? ThresholdOutcome.Ok : ThresholdOutcome.TooFew;
}

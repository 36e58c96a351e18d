using LungSeg.Thresholding.Contours;
using LungSeg.Thresholding.Refinement;

namespace LungSeg.Thresholding;

/// <summary>Body and lungs of one slice, by the refined method.</summary>
public sealed class ChestAreas
{
    private readonly BitSlice _bodyBits = new();
    private readonly BitSlice _allowedBits = new();
    private byte[]? _body;

    private ChestAreas(LungFinder finder, bool found)
    {
        _bodyBits.CopyFrom(finder.Body);
        finder.LoadAllowed(_allowedBits);
        Lungs = LungComponents.FromSides(finder.Left, finder.Right);
        Outcome = RefinedMasker.GetOutcome(found);
    }

    /// <summary>How <see cref="RefinedMasker"/> ends on the slice.</summary>
    public ThresholdOutcome Outcome { get; }

    /// <summary>
    /// The body and all that it encloses, without a table that touches it: 1 inside, 0 elsewhere, [row, col] in C order. All 0 in a slice
    /// without tissue.
    /// </summary>
    public ReadOnlySpan<byte> Body
    {
        get
        {
            if (_body is null)
            {
                _body = new byte[Lungs.Labels.Length];
                _bodyBits.WriteTo(_body);
            }

            return _body;
        }
    }

    /// <summary>The lungs, 0 to 2, the larger first.</summary>
    public LungComponents Lungs { get; }

    /// <summary>Writes the mask of <see cref="RefinedMasker"/>: 1 in the lungs and 0 elsewhere.</summary>
    /// <param name="mask">Receives the mask, [row, col] in C order.</param>
    /// <returns>Outcome of the method.</returns>
    /// <exception cref="ArgumentException">The mask has another length.</exception>
    public ThresholdOutcome WriteMask(Span<byte> mask)
    {
        if (mask.Length != Lungs.Labels.Length)
        {
            throw new ArgumentException($"{mask.Length} mask values, expected {Lungs.Labels.Length}", nameof(mask));
        }

        for (var i = 0; i < mask.Length; i++)
        {
            mask[i] = Math.Min(Lungs.Labels[i], (byte)1);
        }

        return Outcome;
    }

    /// <summary>Writes the mask of <see cref="HullMasker"/>: 1 in what it keeps and 0 elsewhere.</summary>
    /// <param name="mask">Receives the mask, [row, col] in C order.</param>
    /// <param name="margin">Pixels within this distance of a hull are kept too, 0 to <see cref="HullMasker.MaxMargin"/> px.</param>
    /// <returns>Outcome of the method.</returns>
    /// <exception cref="ArgumentException">The mask has another length.</exception>
    public ThresholdOutcome WriteHull(Span<byte> mask, int margin = HullMasker.DefaultMargin)
    {
        WriteMask(mask);
        var (height, width) = (_bodyBits.Height, _bodyBits.Width);
        var lungs = new BitSlice();
        lungs.LoadMask(mask, height, width);
        var finder = LungFinder.Rent(height, width);
        finder.WidenToHull(lungs, _allowedBits, margin);
        LungFinder.Return(finder);
        lungs.WriteTo(mask);
        return Outcome;
    }

    /// <summary>Finds body and lungs of one slice.</summary>
    /// <param name="hu">HU values, [row, col] in C order, <paramref name="height"/> x <paramref name="width"/>; NaN allowed.</param>
    /// <param name="height">Height in pixels, at least 2.</param>
    /// <param name="width">Width in pixels, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is under 2.</exception>
    /// <exception cref="ArgumentException">The span's length is not height x width.</exception>
    public static ChestAreas Find(ReadOnlySpan<double> hu, int height, int width)
    {
        SliceArguments.Require(height, width, hu.Length, hu.Length);
        var finder = LungFinder.Rent(height, width);
        var areas = new ChestAreas(finder, finder.Find(hu, withBody: true));
        LungFinder.Return(finder);
        return areas;
    }
}

using System.Numerics.Tensors;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Slices;

/// <summary>
/// Cuts slices around the lesion, fills them up to a square, and scales them. Added pixels are air, and not lesion.
/// </summary>
internal sealed class SliceResizer(int? size, int? lesionCrop, Resampling resampling, bool keepsLesions = false)
{
    /// <summary>HU of pixels that lie outside the slice.</summary>
    public const double OutsideHu = -1024;

    private readonly Dictionary<SliceSize, Resampler> _resamplers = [];
    private readonly Lock _gate = new();

    /// <summary>Whether slices stay as they are.</summary>
    public bool IsIdentity => size is null && lesionCrop is null;

    /// <summary>Size of a slice after cutting and scaling, from its stored size.</summary>
    public SliceSize GetSize(SliceSize stored) => (size ?? lesionCrop) is { } side ? new(side, side) : stored;

    /// <summary>Factor by which the pixel spacing grows with scaling, for a slice of a shape [row, col].</summary>
    public double GetScale(IReadOnlyList<long> shape) => size is { } side ? (double)(lesionCrop ?? Math.Max(shape[0], shape[1])) / side : 1;

    /// <summary>The part of a slice that is cut out before scaling; it may reach beyond the slice.</summary>
    /// <param name="mask">Lesion mask; needed for a cut around the lesion.</param>
    /// <param name="stored">Size of the slice.</param>
    public SliceFrame GetFrame(ReadOnlySpan<byte> mask, SliceSize stored)
    {
        if (lesionCrop is { } crop)
        {
            var (row, column) = ComputeCentre(mask, stored.Width);
            return new SliceFrame(row - (crop / 2), column - (crop / 2), crop, crop);
        }

        var side = Math.Max(stored.Height, stored.Width);
        return size is null ? new SliceFrame(0, 0, stored.Height, stored.Width) : new SliceFrame(0, 0, side, side);
    }

    /// <summary>Cuts and scales a slice.</summary>
    /// <remarks>Means of integer HU are rounded to integers, since the scanner measured nothing finer.</remarks>
    /// <param name="hu">The slice.</param>
    /// <param name="stored">Its size.</param>
    /// <param name="frame">The part that is cut out.</param>
    /// <param name="result">Receives the pixels, as many as <see cref="GetSize"/> says.</param>
    public void Fit(ReadOnlySpan<double> hu, SliceSize stored, SliceFrame frame, Span<double> result)
    {
        if (!IsScaled(frame))
        {
            frame.Cut(hu, stored, OutsideHu, result);
            return;
        }

        var framed = new double[frame.Height * frame.Width];
        frame.Cut(hu, stored, OutsideHu, framed);
        GetResampler(frame).Apply(framed, result);
        if (HuEncoding.FitsInt16(hu))
        {
            TensorPrimitives.Round(result, result);
        }
    }

    /// <summary>Cuts and scales a mask like its slice.</summary>
    /// <inheritdoc cref="Fit(ReadOnlySpan{double}, SliceSize, SliceFrame, Span{double})"/>
    /// <returns>Number of lesions, 8-connected, of which scaling leaves no pixel.</returns>
    public int Fit(ReadOnlySpan<byte> mask, SliceSize stored, SliceFrame frame, Span<byte> result)
    {
        if (!IsScaled(frame))
        {
            frame.Cut(mask, stored, (byte)0, result);
            return 0;
        }

        var framed = new byte[frame.Height * frame.Width];
        frame.Cut(mask, stored, (byte)0, framed);
        GetResampler(frame).ApplyNearest(framed, result);
        if (!framed.AsSpan().ContainsAnyExcept((byte)0))
        {
            return 0;
        }

        var target = new SliceSize(size!.Value, size.Value);
        var lesions = new ScaledLesions(framed, new SliceSize(frame.Height, frame.Width), target);
        if (!keepsLesions)
        {
            return lesions.Lost;
        }

        lesions.Restore(result, target);
        return 0;
    }

    private bool IsScaled(SliceFrame frame) => size is { } side && (frame.Height, frame.Width) != (side, side);

    private Resampler GetResampler(SliceFrame frame)
    {
        lock (_gate)
        {
            var framed = new SliceSize(frame.Height, frame.Width);
            if (!_resamplers.TryGetValue(framed, out var resampler))
            {
                resampler = new Resampler(framed, new(size!.Value, size.Value), resampling);
                _resamplers.Add(framed, resampler);
            }

            return resampler;
        }
    }

    /// <summary>Middle of the lesion's bounding box.</summary>
    private static (int Row, int Column) ComputeCentre(ReadOnlySpan<byte> mask, int width)
    {
        var (top, bottom, left, right) = (int.MaxValue, 0, int.MaxValue, 0);
        for (var i = 0; i < mask.Length; i++)
        {
            if (mask[i] == 0)
            {
                continue;
            }

            var (row, column) = (i / width, i % width);
            (top, bottom, left, right) = (Math.Min(top, row), row, Math.Min(left, column), Math.Max(right, column));
        }

        return ((top + bottom + 1) / 2, (left + right + 1) / 2);
    }
}

using System.Numerics.Tensors;
using LungSeg.Core.Analysis;
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

    /// <summary>Share of the image from which a scaled pixel shows it; without that rounding error that a sum of shares can have.</summary>
    private const double LeastShare = 0.5 - 1e-9;

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
    /// <remarks>
    /// Means of whole HU are rounded to whole HU, since the scanner measured nothing finer. Padding and what is filled up are no image: a
    /// pixel of which they make up more than half is theirs, and no other pixel has a share of them.
    /// </remarks>
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
        var scan = ValueScan.Count(hu);
        var image = FindImage(hu, scan, stored, frame);
        if (image.AsSpan().Contains(0))
        {
            Scale(framed, image, frame, result);
        }
        else
        {
            GetResampler(frame).Apply(framed, result);
        }

        if (scan.Fractions == 0)
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

    /// <summary>1 in the part that is cut out where it shows the image, 0 in padding and beyond the slice.</summary>
    private static double[] FindImage(ReadOnlySpan<double> hu, ValueScan scan, SliceSize stored, SliceFrame frame)
    {
        var whole = new double[hu.Length];
        Array.Fill(whole, 1);
        var padding = new CornerPadding();
        padding.Find(hu, stored.Width, scan.Min, scan.IsFinite);
        for (var i = 0; i < padding.Mask.Length; i++)
        {
            whole[i] -= padding.Mask[i];
        }

        var image = new double[frame.Height * frame.Width];
        frame.Cut(whole, stored, 0, image);
        return image;
    }

    /// <summary>Scales the image alone, and gives the pixels that are mostly none the nearest value that is none.</summary>
    private void Scale(double[] framed, double[] image, SliceFrame frame, Span<double> result)
    {
        var resampler = GetResampler(frame);
        var side = size!.Value;
        var (share, fill) = (new double[result.Length], OutsideHu);
        var shown = new double[framed.Length];
        for (var i = 0; i < framed.Length; i++)
        {
            shown[i] = image[i] == 0 ? 0 : framed[i];
            fill = image[i] == 0 ? framed[i] : fill;
        }

        resampler.Apply(shown, result);
        resampler.Apply(image, share);
        for (var i = 0; i < result.Length; i++)
        {
            var centre = (Resampler.Centre(i / side, frame.Height, side) * frame.Width) + Resampler.Centre(i % side, frame.Width, side);
            result[i] =
                share[i] >= LeastShare ? result[i] / (Math.Abs(share[i] - 1) < 1e-9 ? 1 : share[i])
                : image[centre] == 0 ? framed[centre]
                : fill;
        }
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

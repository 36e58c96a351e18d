using System.Numerics.Tensors;

namespace LungSeg.Core.Grouping;

/// <summary>
/// Maps HU to tones for comparison: values between fat and bone count in full, lung and air at about a third. Vessels and lung borders
/// still show, but the outline of the body, which is alike in most patients, does not outweigh the rest.
/// </summary>
internal static class SliceTone
{
    private const double Air = -1000;
    private const double Lung = -300;
    private const double Bone = 250;
    private const double LungWeight = 0.35;

    /// <summary>Fills <paramref name="tones"/> from <paramref name="hu"/>; NaN counts as air.</summary>
    public static void Compute(ReadOnlySpan<double> hu, Span<double> tones, Span<double> scratch)
    {
        TensorPrimitives.MaxNumber(hu, Air, tones);
        TensorPrimitives.MinNumber(tones, Bone, tones);
        TensorPrimitives.MinNumber(tones, Lung, scratch);
        TensorPrimitives.MultiplyAdd(scratch, LungWeight - 1, tones, tones);
    }
}

using System.Numerics.Tensors;

namespace LungSeg.Core.Grouping;

/// <summary>
/// Turns HU into grey tones for comparing: everything between fat and bone counts in full, lung and air at about a third. So vessels and
/// lung borders still show, but the outline of the body, in which patients resemble each other most, does not drown the rest.
/// </summary>
internal static class SliceTone
{
    private const double Air = -1000;
    private const double Lung = -300;
    private const double Bone = 250;
    private const double LungWeight = 0.35;

    /// <summary>Fills <paramref name="tones"/> from <paramref name="hu"/>; what is not a number counts as air.</summary>
    public static void Compute(ReadOnlySpan<double> hu, Span<double> tones, Span<double> scratch)
    {
        TensorPrimitives.MaxNumber(hu, Air, tones);
        TensorPrimitives.MinNumber(tones, Bone, tones);
        TensorPrimitives.MinNumber(tones, Lung, scratch);
        TensorPrimitives.MultiplyAdd(scratch, LungWeight - 1, tones, tones);
    }
}

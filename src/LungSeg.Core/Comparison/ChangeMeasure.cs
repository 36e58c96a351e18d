using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Regeneration;

namespace LungSeg.Core.Comparison;

/// <summary>Measures by how much a matched row changed.</summary>
internal static class ChangeMeasure
{
    /// <summary>The change with the figures of its kinds.</summary>
    /// <param name="change">The change of a row of both versions.</param>
    /// <param name="memory">Memory of analyses.</param>
    public static RowChange Complete(RowChange change, RowMemoryPool memory) =>
        change with
        {
            Mask = change.Is(ChangeKind.MaskChanged) ? Compare(change, CompareMasks) : null,
            Method = change.Is(ChangeKind.HuArrayChanged)
                ? new MethodChange(ThresholdCheck.FindMethod(change.A!, memory), ThresholdCheck.FindMethod(change.B!, memory))
                : null,
            LargestDifference = change.Is(ChangeKind.HuChanged) ? Compare(change, FindLargestDifference) : null,
        };

    /// <summary>Compares arrays of both rows, which no other measure shares: large ones would add up.</summary>
    private static T Compare<T>(RowChange change, Func<CtSample, CtSample, T> compare)
    {
        using var a = change.A!.Load();
        using var b = change.B!.Load();
        return compare(a, b);
    }

    /// <summary>Masks of two sizes share no pixel; a missing mask has none.</summary>
    private static MaskOverlap CompareMasks(CtSample a, CtSample b)
    {
        var (inA, inB) = (ReadLesion(a), ReadLesion(b));
        return a.Row.Mask is { } first && b.Row.Mask is { } second && first.HasShapeOf(second)
            ? MaskOverlap.Count(inA, inB)
            : new MaskOverlap(0, inA.AsSpan().Count((byte)1), inB.AsSpan().Count((byte)1));
    }

    private static byte[] ReadLesion(CtSample sample) => sample.Row.Mask is { } mask ? Lesion.ReadMask(sample, mask) : [];

    private static double? FindLargestDifference(CtSample a, CtSample b)
    {
        if (a.Row.HuOld is not { } first || b.Row.HuOld is not { } second || !first.HasShapeOf(second))
        {
            return null;
        }
        var inA = a.ReadValues(first);
        var inB = b.ReadValues(second);
        var largest = 0.0;
        for (var i = 0; i < inA.Length; i++)
        {
            // Two NaN, or two equal infinities, do not differ.
            if (!inA[i].Equals(inB[i]))
            {
                largest = Math.Max(largest, Math.Abs(inA[i] - inB[i]));
            }
        }
        return largest;
    }
}

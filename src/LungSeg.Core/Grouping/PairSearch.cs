using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>Finds all pairs of slices whose likeness reaches a threshold.</summary>
internal static class PairSearch
{
    /// <summary>Pairs within <paramref name="slices"/>, by position.</summary>
    public static List<SlicePair> Within(IReadOnlyList<SliceDescriptor> slices, double threshold, int jobs)
    {
        var found = new List<SlicePair>[slices.Count];
        ParallelRows.Run(slices.Count, jobs, a =>
        {
            var pairs = new List<SlicePair>();
            for (var b = a + 1; b < slices.Count; b++)
                AddIfAlike(pairs, (a, slices[a]), (b, slices[b]), threshold);
            found[a] = pairs;
        });
        return [.. found.SelectMany(pairs => pairs)];
    }

    /// <summary>Pairs of one of <paramref name="first"/> and one of <paramref name="second"/>, by position.</summary>
    public static List<SlicePair> Between(IReadOnlyList<SliceDescriptor> first, IReadOnlyList<SliceDescriptor> second, double threshold, int jobs)
    {
        var found = new List<SlicePair>[first.Count];
        ParallelRows.Run(first.Count, jobs, a =>
        {
            var pairs = new List<SlicePair>();
            for (var b = 0; b < second.Count; b++)
                AddIfAlike(pairs, (a, first[a]), (b, second[b]), threshold);
            found[a] = pairs;
        });
        return [.. found.SelectMany(pairs => pairs)];
    }

    private static void AddIfAlike(List<SlicePair> pairs, (int At, SliceDescriptor Slice) a, (int At, SliceDescriptor Slice) b, double threshold)
    {
        if (!a.Slice.HasBody || !b.Slice.HasBody)
            return;
        var isExact = a.Slice.Hash == b.Slice.Hash;
        var score = isExact ? 1 : Score(a.Slice, b.Slice);
        if (score >= threshold)
            pairs.Add(new SlicePair(a.At, b.At, isExact, score));
    }

    private static double Score(SliceDescriptor a, SliceDescriptor b) => Math.Clamp(CellProduct.Of(a.Cells, b.Cells) / (a.Norm * b.Norm), 0, 1);
}

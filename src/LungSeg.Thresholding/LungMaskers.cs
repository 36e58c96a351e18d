using System.Diagnostics.CodeAnalysis;

namespace LungSeg.Thresholding;

/// <summary>All methods, by name.</summary>
public static class LungMaskers
{
    /// <summary>The published algorithm.</summary>
    public static ILungMasker Published { get; } = new PublishedMasker();

    /// <summary>All methods: <c>published</c>, <c>two-largest</c>, <c>refined</c> and <c>hull</c>.</summary>
    public static IReadOnlyList<ILungMasker> All { get; } = [Published, new TwoLargestMasker(), new RefinedMasker(), new HullMasker()];

    /// <summary>Finds a method by its exact name.</summary>
    /// <param name="name">A name as in <see cref="ILungMasker.Name"/>.</param>
    /// <param name="masker">The method, or null where the name is unknown.</param>
    /// <returns>Whether the name is known.</returns>
    public static bool TryGet(string name, [NotNullWhen(true)] out ILungMasker? masker)
    {
        masker = All.FirstOrDefault(candidate => candidate.Name == name);
        return masker is not null;
    }
}

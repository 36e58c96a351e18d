namespace LungSeg.Core.Statistics;

/// <summary>Families of figures. Families that are not asked for cost no time.</summary>
[Flags]
public enum FigureFamilies
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>HU of the slice: moments, percentiles, histogram, padding, tissue shares.</summary>
    Hu = 1,

    /// <summary>Size, place and HU of the lesion, contrast to its ring, what <c>hu_array</c> keeps of slice and lesion.</summary>
    Lesion = 2,

    /// <summary>Components and holes of the lesion.</summary>
    Components = 4,

    /// <summary>The lungs and their HU; the lung in which the lesion lies, and the lesion's distance from that lung's edge.</summary>
    Position = 8,

    /// <summary>How the published thresholding ends, and what the stored <c>hu_array</c> is.</summary>
    Threshold = 16,

    /// <summary>What the <c>hu_array</c> of each method would keep of the lesion.</summary>
    Methods = 32,

    /// <summary>All but <see cref="Methods"/>, which cost as much as all others together.</summary>
    All = Hu | Lesion | Components | Position | Threshold,
}

/// <summary>Names of families of figures in commands and documents.</summary>
public static class FigureFamilyNames
{
    private static readonly (string Name, FigureFamilies Family)[] Families =
    [
        ("hu", FigureFamilies.Hu),
        ("lesion", FigureFamilies.Lesion),
        ("components", FigureFamilies.Components),
        ("position", FigureFamilies.Position),
        ("threshold", FigureFamilies.Threshold),
        ("methods", FigureFamilies.Methods),
    ];

    /// <summary>All families, in order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Families.Select(known => known.Name)];

    /// <summary>Names of the families in a set, in order.</summary>
    public static IReadOnlyList<string> Get(FigureFamilies figures) =>
        [.. Families.Where(known => (known.Family & figures) != 0).Select(known => known.Name)];

    /// <summary>Finds a family by its name.</summary>
    public static bool TryParse(string name, out FigureFamilies family)
    {
        family = Families.FirstOrDefault(known => known.Name == name).Family;
        return family != FigureFamilies.None;
    }
}

namespace LungSeg.Core.Statistics;

/// <summary>What families of figures are called in commands and documents.</summary>
public static class FigureFamilyNames
{
    private static readonly (string Name, FigureFamilies Family)[] Families =
    [
        ("hu", FigureFamilies.Hu),
        ("lesion", FigureFamilies.Lesion),
        ("components", FigureFamilies.Components),
        ("position", FigureFamilies.Position),
        ("threshold", FigureFamilies.Threshold),
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

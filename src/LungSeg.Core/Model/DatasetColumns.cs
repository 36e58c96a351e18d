namespace LungSeg.Core.Model;

/// <summary>Names of the data set's columns. Readers go by name, never by position.</summary>
public static class DatasetColumns
{
    /// <summary>Lung-RADS class, text.</summary>
    public const string Label = "label1";

    /// <summary>Cancer area drawn by a radiologist, int8 [row, col], 0 or 1.</summary>
    public const string Mask = "mask";

    /// <summary>HU with the non-lung area dropped, float64 [row, col].</summary>
    public const string Hu = "hu_array";

    /// <summary>HU as the scanner gave them, float64 [row, col].</summary>
    public const string HuOld = "hu_array_old";

    /// <summary>The columns in the order in which the published files have them.</summary>
    public static IReadOnlyList<string> InOrder { get; } = [Label, Mask, Hu, HuOld];
}

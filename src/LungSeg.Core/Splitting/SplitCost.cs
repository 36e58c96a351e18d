namespace LungSeg.Core.Splitting;

/// <summary>How far a division is from the ideal; each a mean over the bins.</summary>
/// <param name="Class">|class share in the bin - share overall|, mean over the classes.</param>
/// <param name="Lesion">The same of the lesion-size strata.</param>
/// <param name="Size">|rows - rows wanted| / rows wanted.</param>
internal readonly record struct SplitCost(double Class, double Lesion, double Size)
{
    public static SplitCost operator +(SplitCost a, SplitCost b) => new(a.Class + b.Class, a.Lesion + b.Lesion, a.Size + b.Size);

    public static SplitCost operator -(SplitCost a, SplitCost b) => new(a.Class - b.Class, a.Lesion - b.Lesion, a.Size - b.Size);
}

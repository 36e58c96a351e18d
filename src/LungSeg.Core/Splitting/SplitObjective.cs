namespace LungSeg.Core.Splitting;

/// <summary>Weighs the terms of a cost. A term beyond its limit outweighs all others.</summary>
internal sealed record SplitObjective
{
    private const double Beyond = 100;

    public double ClassWeight { get; init; } = 1;

    public double LesionWeight { get; init; }

    public double SizeWeight { get; init; }

    public double ClassLimit { get; init; } = double.PositiveInfinity;

    public double SizeLimit { get; init; } = double.PositiveInfinity;

    public double Evaluate(SplitCost cost) =>
        cost.Class * ClassWeight
        + cost.Lesion * LesionWeight
        + cost.Size * SizeWeight
        + Beyond * (Math.Max(0, cost.Class - ClassLimit) + Math.Max(0, cost.Size - SizeLimit));
}

/// <summary>How far a division is from the ideal. Each term is a mean over the bins.</summary>
/// <param name="Class">|class share in the bin - share overall|, mean over the classes.</param>
/// <param name="Lesion">|stratum share in the bin - share overall|, mean over the lesion-size strata.</param>
/// <param name="Size">|rows - rows wanted| / rows wanted.</param>
internal readonly record struct SplitCost(double Class, double Lesion, double Size)
{
    public static SplitCost operator +(SplitCost a, SplitCost b) => new(a.Class + b.Class, a.Lesion + b.Lesion, a.Size + b.Size);

    public static SplitCost operator -(SplitCost a, SplitCost b) => new(a.Class - b.Class, a.Lesion - b.Lesion, a.Size - b.Size);
}

using LungSeg.Core.Model;
using LungSeg.Thresholding;

namespace LungSeg.Core.Regeneration;

/// <summary>What made the stored hu_array of one row.</summary>
/// <param name="Row">Name of the row.</param>
/// <param name="Methods">Each method's result, in the order of <see cref="LungMaskers.All"/>.</param>
/// <param name="Stored">What the stored hu_array is.</param>
/// <param name="LesionKept">Share of the lesion that it keeps; null without a lesion.</param>
public sealed record RowCheck(string Row, IReadOnlyList<MethodResult> Methods, StoredArea Stored, double? LesionKept)
{
    /// <summary>The first method that reproduces the row, else the one whose area is nearest.</summary>
    public MethodResult Best => Methods.FirstOrDefault(method => method.IsIdentical) ?? Methods.MaxBy(method => method.Dice)!;

    /// <summary>How the published algorithm ends on the row.</summary>
    public ThresholdOutcome Outcome => Methods[0].Outcome;
}

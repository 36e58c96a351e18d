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

/// <summary>How one method's hu_array compares with the stored one.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Outcome">How the method ended; where it gave no mask, its hu_array is the slice as it was.</param>
/// <param name="IsIdentical">Whether both are equal: bit for bit for float types, by value for integer types, which have no -0.</param>
/// <param name="Dice">Dice's coefficient of the kept areas.</param>
/// <param name="DiffersAtEdgeOnly">Whether the areas differ in nothing but pixels at their edge, as two Pillow versions draw them.</param>
public sealed record MethodResult(string Method, ThresholdOutcome Outcome, bool IsIdentical, double Dice, bool DiffersAtEdgeOnly);

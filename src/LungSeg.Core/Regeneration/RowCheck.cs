using LungSeg.Core.Model;
using LungSeg.Thresholding;

namespace LungSeg.Core.Regeneration;

/// <summary>How the stored hu_array of one row compares with the results of all methods.</summary>
/// <param name="Row">Name of the row.</param>
/// <param name="Methods">Each method's result, in the order of <see cref="LungMaskers.All"/>.</param>
/// <param name="Stored">Class of the stored hu_array.</param>
/// <param name="LesionKept">Share of the lesion that the stored hu_array keeps; null without a lesion.</param>
public sealed record RowCheck(string Row, IReadOnlyList<MethodResult> Methods, StoredArea Stored, double? LesionKept)
{
    /// <summary>The first method that reproduces the row, else the method with the highest Dice coefficient.</summary>
    public MethodResult Best => Methods.FirstOrDefault(method => method.IsIdentical) ?? Methods.MaxBy(method => method.Dice)!;

    /// <summary>How the published algorithm ends on the row.</summary>
    public ThresholdOutcome Outcome => Methods[0].Outcome;
}

/// <summary>How one method's hu_array compares with the stored one.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Outcome">How the method ended. Where it gives no mask, its hu_array is the unchanged slice.</param>
/// <param name="IsIdentical">
/// Whether both arrays are equal: bit for bit for float types; by value for integer types, which have no -0.
/// </param>
/// <param name="Dice">Dice's coefficient of the kept areas.</param>
/// <param name="DiffersAtEdgeOnly">
/// Whether the areas differ only in pixels at their edge, as areas drawn by different Pillow versions do.
/// </param>
public sealed record MethodResult(string Method, ThresholdOutcome Outcome, bool IsIdentical, double Dice, bool DiffersAtEdgeOnly);

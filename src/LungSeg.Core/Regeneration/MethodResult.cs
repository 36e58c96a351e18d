using LungSeg.Thresholding;

namespace LungSeg.Core.Regeneration;

/// <summary>How one method's hu_array compares with the stored one.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Outcome">How the method ended; where it gave no mask, its hu_array is the slice as it was.</param>
/// <param name="IsIdentical">Whether both are equal: bit for bit for float types, by value for integer types, which have no -0.</param>
/// <param name="Dice">Dice's coefficient of the kept areas.</param>
/// <param name="DiffersAtEdgeOnly">Whether the areas differ in nothing but pixels at their edge, as two Pillow versions draw them.</param>
public sealed record MethodResult(string Method, ThresholdOutcome Outcome, bool IsIdentical, double Dice, bool DiffersAtEdgeOnly);

namespace LungSeg.Core.Phantom;

/// <summary>What a row of a phantom data set will show, and the truth about where it comes from.</summary>
/// <param name="Index">Position in the data set, from 0.</param>
/// <param name="Label">Lung-RADS class as the data set writes it.</param>
/// <param name="Scan">Scan the row is a slice of, from 0.</param>
/// <param name="ZMm">Height of the slice above the nodule's middle in millimetres.</param>
/// <param name="IsDuplicate">Whether the row repeats the row before it bit for bit.</param>
public sealed record PhantomRow(int Index, string Label, int Scan, double ZMm, bool IsDuplicate);

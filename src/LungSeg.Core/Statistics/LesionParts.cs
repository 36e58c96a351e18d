namespace LungSeg.Core.Statistics;

/// <summary>What a lesion consists of.</summary>
/// <param name="Components">Parts, 8-connected.</param>
/// <param name="LargestPixels">Pixels of the largest part.</param>
/// <param name="Holes">Holes, 4-connected.</param>
/// <param name="HolePixels">Pixels of all holes.</param>
internal readonly record struct LesionParts(long Components, long LargestPixels, long Holes, long HolePixels);

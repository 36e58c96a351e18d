namespace LungSeg.Core.Splitting;

/// <summary>One category of a <see cref="ShareDeviation"/>.</summary>
/// <param name="Name">Class or stratum.</param>
/// <param name="Share">Share of all rows.</param>
/// <param name="Deviation">Mean over the bins of |share in the bin - share overall|.</param>
public sealed record CategoryDeviation(string Name, double Share, double Deviation);

namespace LungSeg.Thresholding.Refinement;

/// <summary>What is measured on one connected area of air inside the body.</summary>
internal sealed record AirComponent
{
    /// <summary>Index in the component map.</summary>
    public required int Index { get; init; }

    public required int Pixels { get; init; }

    /// <summary>Whether the edge of the field of view cuts it and it was found to be lung by that.</summary>
    public required bool IsCutLung { get; init; }

    public required double CentreColumn { get; init; }

    /// <summary>Median HU away from the edge, where no tissue is averaged in.</summary>
    public required double CoreHu { get; init; }
}

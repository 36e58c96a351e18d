namespace LungSeg.Thresholding.Refinement;

/// <summary>Measurements of one connected area of air inside the body.</summary>
internal sealed record AirComponent
{
    /// <summary>Index in the component map.</summary>
    public required int Index { get; init; }

    public required int Pixels { get; init; }

    /// <summary>Whether it is a lung that the edge of the field of view cuts.</summary>
    public required bool IsCutLung { get; init; }

    public required double CentreColumn { get; init; }

    /// <summary>Median HU away from the edge, without pixels that are partly tissue.</summary>
    public required double CoreHu { get; init; }

    /// <summary>HU under which the darkest tenth of the core lies. Gas shows there even where most pixels are partly tissue.</summary>
    public required double DarkHu { get; init; }
}

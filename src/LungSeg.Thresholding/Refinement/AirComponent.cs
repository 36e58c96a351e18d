namespace LungSeg.Thresholding.Refinement;

/// <summary>What is measured on one connected area of air inside the body.</summary>
internal sealed record AirComponent
{
    /// <summary>Index in the component map.</summary>
    public required int Index { get; init; }

    public required int Pixels { get; init; }

    public required double CentreRow { get; init; }

    public required double CentreColumn { get; init; }

    /// <summary>Radius of the largest disc inside, in px.</summary>
    public required double InnerRadius { get; init; }

    /// <summary>Median HU away from the edge, where no tissue is averaged in.</summary>
    public required double CoreHu { get; init; }

    /// <summary>Share of the area that its largest inner disc covers: near 1 for a tube cut across, small for a lung.</summary>
    public double Roundness => Math.PI * InnerRadius * InnerRadius / Pixels;
}

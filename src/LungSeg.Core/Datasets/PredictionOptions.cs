namespace LungSeg.Core.Datasets;

/// <summary>Where predictions are, and how they are read.</summary>
public sealed record PredictionOptions
{
    /// <summary>Name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>File or folder.</summary>
    public required string Path { get; init; }

    /// <summary>Probability from which a pixel is lesion; null for masks.</summary>
    public double? Probability { get; init; }

    /// <summary>Class of nnU-Net's probabilities.</summary>
    public int Class { get; init; } = 1;

    /// <summary>Column of a table; null for its only column of arrays.</summary>
    public string? Column { get; init; }

    /// <summary>Whether predictions of another size take the nearest pixel.</summary>
    public bool TakesNearest { get; init; }

    /// <summary>
    /// Output of <c>convert</c> that the predictions were made on; null where they were made on the rows themselves. Its manifest says how
    /// predictions are put back.
    /// </summary>
    public string? Converted { get; init; }

    /// <summary>How the inputs are read.</summary>
    public DatasetOptions Reading { get; init; } = DatasetOptions.Default;
}

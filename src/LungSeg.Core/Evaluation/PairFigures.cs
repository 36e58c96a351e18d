using LungSeg.Core.Model;

namespace LungSeg.Core.Evaluation;

/// <summary>Figures of one prediction of one row.</summary>
public sealed record PairFigures
{
    /// <summary>Pixels, and the overlap.</summary>
    public required OverlapCounts Counts { get; init; }

    /// <summary>Distances of the borders in px; null unless both masks have pixels.</summary>
    public BorderDistances? Distances { get; init; }

    /// <summary>Distances of the borders in mm; null also where the spacing is not known.</summary>
    public BorderDistances? DistancesMm { get; init; }

    /// <summary>Surface Dice at each tolerance; empty unless both masks have pixels.</summary>
    public IReadOnlyList<double> SurfaceDice { get; init; } = [];

    /// <summary>The lesions.</summary>
    public required RowLesions Lesions { get; init; }

    /// <summary>Measures a prediction.</summary>
    /// <param name="truth">0 or 1, [row, col].</param>
    /// <param name="predicted">0 or 1, [row, col], of the same shape.</param>
    /// <param name="width">Columns.</param>
    /// <param name="probabilities">Probability of each pixel [row, col]; empty without.</param>
    /// <param name="spacing">Size of a pixel; null where it is not known.</param>
    /// <param name="options">How predictions are judged.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static PairFigures Measure(
        ReadOnlySpan<byte> truth,
        ReadOnlySpan<byte> predicted,
        int width,
        ReadOnlySpan<double> probabilities,
        PixelSpacing? spacing,
        EvaluationOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        if (truth.Length != predicted.Length)
        {
            throw new ArgumentException($"{truth.Length} and {predicted.Length} pixels, expected the same number");
        }
        var pair = MaskPair.Cut(truth, predicted, width);
        var lesions = new LesionMatch(pair, options.MatchIoU).Measure(pair.Box.CutOut(probabilities, width));
        if (pair.Counts.Case != MaskCase.Both)
        {
            return new PairFigures { Counts = pair.Counts, Lesions = lesions };
        }
        var surface = new SurfaceDice(pair, 1, 1);
        return new PairFigures
        {
            Counts = pair.Counts,
            Lesions = lesions,
            Distances = BorderDistances.Measure(pair, 1, 1, options.IsHd95Pooled),
            DistancesMm = spacing is { } mm ? BorderDistances.Measure(pair, mm.RowMm, mm.ColumnMm, options.IsHd95Pooled) : null,
            SurfaceDice = [.. options.Tolerances.Select(surface.Get)],
        };
    }
}

using LungSeg.Core.Model;

namespace LungSeg.Core.Evaluation;

/// <summary>A row whose truth predictions are judged against, with the figures of each of them.</summary>
/// <param name="Name">Row name.</param>
/// <param name="Class">Its class, <c>unknown</c> or <c>missing</c>.</param>
/// <param name="Group">Its group.</param>
/// <param name="SpacingMm">Size of a pixel; null where it is not known.</param>
/// <param name="Judgement">Figures of each prediction, in the order of the predictions.</param>
public sealed record JudgedRow(string Name, string Class, string Group, PixelSpacing? SpacingMm, RowJudgement Judgement)
{
    /// <summary>Figures of each prediction, in the order of the predictions.</summary>
    public IReadOnlyList<PairFigures> Figures => Judgement.Figures;

    /// <summary>How likely the truth is wrong rather than the predictions, 0 to 1: mean of what is known; null where nothing is.</summary>
    public double? Suspicion => Judgement.Suspicions.Average();

    /// <summary>Equivalent diameter of the largest lesion of the truth, px; null without one.</summary>
    public double? LargestDiameterPx =>
        Figures[0].Lesions.Truth is { Count: > 0 } lesions ? 2 * Math.Sqrt(lesions.Max(lesion => lesion.Pixels) / Math.PI) : null;
}

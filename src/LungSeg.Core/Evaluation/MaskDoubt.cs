using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Datasets.Collections;
using LungSeg.Core.Matching;
using LungSeg.Thresholding.Contours;
using LungSeg.Thresholding.Refinement;

namespace LungSeg.Core.Evaluation;

/// <summary>Scores that say how likely a truth is wrong.</summary>
internal static class MaskDoubt
{
    // Pixels farther from truth and prediction say nothing about where a lesion ends.
    private const int Reach = 16;
    private const double Temperature = 0.1;

    /// <summary>
    /// Mean Dice of predictions with one another less their mean Dice with the truth, 0 to 1. Two empty masks have no Dice: models that
    /// miss the same lesion say nothing. Null where one of the means is not known.
    /// </summary>
    public static double? Compare(ReadOnlySpan<byte> truth, byte[][] predictions)
    {
        var (among, withTruth) = (new List<double>(), new List<double>());
        for (var a = 0; a < predictions.Length; a++)
        {
            Add(withTruth, truth, predictions[a]);
            for (var b = a + 1; b < predictions.Length; b++)
            {
                Add(among, predictions[a], predictions[b]);
            }
        }
        return among.Count == 0 || withTruth.Count == 0 ? null : Math.Clamp(among.Average() - withTruth.Average(), 0, 1);
    }

    private static void Add(List<double> values, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.Contains((byte)1) || b.Contains((byte)1))
        {
            values.Add(MaskOverlap.Dice(a, b));
        }
    }

    /// <summary>
    /// 1 less the Dice of the truth with the area of at least half of the readers, as a join with a collection gives it; null where the row
    /// has no such column or value.
    /// </summary>
    public static double? FromReaders(DatasetRow row) =>
        row.GetNumber(ReaderAgreement.GetDiceColumn(ReadingRecord.MaxReaders / 2)) is { } dice and >= 0 and <= 1 ? 1 - dice : null;

    /// <summary>
    /// 1 less the soft minimum of the probabilities that a model gives to what the truth says, over the pixels near truth or prediction
    /// (cleanlab's score of segmentations); null without probabilities or such pixels.
    /// </summary>
    public static double? Compute(ReadOnlySpan<byte> truth, ReadOnlySpan<byte> predicted, ReadOnlySpan<double> scores, int width)
    {
        if (scores.IsEmpty)
        {
            return null;
        }
        var height = truth.Length / width;
        var (near, prediction) = (new BitSlice(), new BitSlice());
        near.LoadMask(truth, height, width);
        prediction.LoadMask(predicted, height, width);
        near.Add(prediction);
        new Morphology(height, width).Dilate(near, Reach);
        var (sum, weights) = (0.0, 0.0);
        for (var at = 0; at < truth.Length; at++)
        {
            if (near[at / width, at % width])
            {
                var confidence = truth[at] != 0 ? scores[at] : 1 - scores[at];
                var weight = Math.Exp((1 - confidence) / Temperature);
                sum += confidence * weight;
                weights += weight;
            }
        }
        return weights == 0 ? null : 1 - (sum / weights);
    }
}

using System.Text.Json.Serialization;
using LungSeg.Core.Analysis;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Evaluation;

/// <summary>Judges predictions against the masks of rows.</summary>
public static class Evaluator
{
    private const string Missing = "missing";

    /// <summary>Figures of each prediction of each judged row, in their order. In a shard they are written to it.</summary>
    /// <param name="work">The rows.</param>
    /// <param name="predictions">
    /// The predictions, opened for all judged rows of the run; each tells the position of its row by <paramref name="positionOf"/>.
    /// </param>
    /// <param name="positionOf">
    /// Position of a row among those that the predictions were opened for; null for a row that is not judged and only shows which others
    /// are of one scan.
    /// </param>
    /// <param name="options">How predictions are judged.</param>
    /// <exception cref="DatasetFormatException">
    /// A row has no mask, a prediction is not one, or a file has changed since it was indexed.
    /// </exception>
    public static IReadOnlyList<RowJudgement> Measure(
        RowWork work,
        IReadOnlyList<PredictionSet> predictions,
        Func<DatasetRow, int?> positionOf,
        EvaluationOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(positionOf);
        ArgumentNullException.ThrowIfNull(options);
        var codec = PieceCodec.Json(RowJudgementJson.Default.RowJudgement);
        var pass = new RowPass(work);
        pass.AddFilter((i, _) => positionOf(work.Rows[i]) is not null);
        var judgements = pass.Add(
            new RowStep<RowJudgement>(
                "evaluation",
                analysis => Measure(analysis, predictions, positionOf(analysis.Row)!.Value, options),
                _ => codec
            )
        );
        pass.Run(options.RowDone);
        return [.. judgements.OfType<RowJudgement>()];
    }

    /// <summary>Rows with their judgements and groups.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="groups">Their groups.</param>
    /// <param name="judgements">Their judgements.</param>
    /// <exception cref="ArgumentException">There are not as many of each.</exception>
    public static IReadOnlyList<JudgedRow> Join(
        IReadOnlyList<DatasetRow> rows,
        IReadOnlyList<string> groups,
        IReadOnlyList<RowJudgement> judgements
    )
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(judgements);
        if (groups.Count != rows.Count || judgements.Count != rows.Count)
        {
            throw new ArgumentException($"{rows.Count} rows, {groups.Count} groups and {judgements.Count} judgements");
        }
        return [.. rows.Select((row, i) => new JudgedRow(row.Name, row.ClassName ?? Missing, groups[i], row.SpacingMm, judgements[i]))];
    }

    private static RowJudgement Measure(
        RowAnalysis analysis,
        IReadOnlyList<PredictionSet> predictions,
        int position,
        EvaluationOptions options
    )
    {
        var row = analysis.Row;
        if (analysis.Mask is not { } mask)
        {
            throw FormatError.Unsupported(
                row.Input.Source.Name,
                $"row {row.Name} has no mask to judge by",
                new RequestHint(RequestParameter.MaskFolder)
            );
        }
        Lesion.RefuseHu(analysis.Sample);
        var truth = analysis.Lesion;
        var width = (int)mask.Shape[1];
        var figures = new PairFigures[predictions.Count];
        var masks = new byte[predictions.Count][];
        var (doubts, scored) = (0.0, 0);
        for (var i = 0; i < figures.Length; i++)
        {
            masks[i] = new byte[truth.Length];
            var scores = predictions[i].HasScores ? new double[truth.Length] : [];
            predictions[i].Read(position, mask.Shape, masks[i], scores);
            figures[i] = PairFigures.Measure(truth, masks[i], width, scores, row.SpacingMm, options);
            if (MaskDoubt.Compute(truth, masks[i], scores, width) is { } doubt)
            {
                doubts += doubt;
                scored++;
            }
        }
        return new RowJudgement(figures, MaskDoubt.Compare(truth, masks), scored == 0 ? null : doubts / scored, MaskDoubt.FromReaders(row));
    }
}

/// <summary>What judges a row.</summary>
/// <param name="Figures">Figures of each prediction.</param>
/// <param name="Disagreement">
/// By how much the predictions agree more with one another than with the truth, 0 to 1; null with fewer than two.
/// </param>
/// <param name="Doubt">How little the probabilities trust the truth, 0 to 1; null without probabilities.</param>
/// <param name="ReaderDoubt">1 less the Dice with the area of at least half of the readers; null where the row was not matched.</param>
public sealed record RowJudgement(IReadOnlyList<PairFigures> Figures, double? Disagreement, double? Doubt, double? ReaderDoubt = null)
{
    /// <summary>The scores that say how likely the truth is wrong, 0 to 1; null where one is not known.</summary>
    internal IEnumerable<double?> Suspicions => [Disagreement, Doubt, ReaderDoubt];
}

/// <summary>Judgements in shards.</summary>
[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(RowJudgement))]
internal sealed partial class RowJudgementJson : JsonSerializerContext;

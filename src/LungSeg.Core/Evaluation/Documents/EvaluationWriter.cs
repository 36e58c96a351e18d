using System.Text.Json;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Evaluation.Documents;

/// <summary>Writes a judgement as JSON.</summary>
public static class EvaluationWriter
{
    private const string Name = "evaluate";

    /// <summary>The document.</summary>
    /// <param name="evaluation">The judgement.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="notes">Notes.</param>
    /// <param name="suspects">Rows whose truth may be wrong, as <see cref="ModelEvaluation.RankSuspects"/> has them; null for none.</param>
    public static string ToText(
        ModelEvaluation evaluation,
        IReadOnlyList<InputFile> inputs,
        IReadOnlyList<string> notes,
        IReadOnlyList<JudgedRow>? suspects = null
    )
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return ToolDocument.ToText(
            Name,
            inputs,
            json =>
            {
                json.WriteNumber("rows", evaluation.Rows.Count);
                json.WriteNumber("groups", evaluation.Groups.Count);
                json.WriteString("policy", GetName(evaluation.Options.Policy));
                json.WriteString("distances", evaluation.Options.IsHd95Pooled ? "pixel, hd95 pooled" : "pixel");
                json.WriteString("sizes_in", evaluation.Strata.IsMm ? "mm" : "px");
                json.WriteStartObject("predictions");
                foreach (var model in evaluation.Models)
                {
                    json.WriteStartObject(model.Name);
                    Write(json, "overall", model.Overall);
                    Write(json, "by_class", model.ByClass);
                    Write(json, "by_size", model.BySize);
                    Write(json, "by_group", model.ByGroup);
                    if (model.WithoutLeaked is { } held)
                    {
                        Write(json, "without_leaked", held);
                    }
                    json.WriteEndObject();
                }
                json.WriteEndObject();
                json.WriteStartArray("comparisons");
                foreach (var comparison in evaluation.Comparisons)
                {
                    Write(json, comparison);
                }
                json.WriteEndArray();
                json.WriteTexts("leaked_rows", evaluation.Leaked?.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>());
                json.WriteStartArray("per_row");
                foreach (var row in evaluation.Rows)
                {
                    for (var model = 0; model < evaluation.Models.Count; model++)
                    {
                        json.WriteStartObject();
                        foreach (var (name, value) in PerRow(evaluation, row, model))
                        {
                            json.Write(name, value);
                        }
                        json.WriteEndObject();
                    }
                }
                json.WriteEndArray();
                if (suspects is not null)
                {
                    Write(json, suspects);
                }
                json.WriteTexts("notes", notes);
            }
        );
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<JudgedRow> suspects)
    {
        json.WriteStartArray("suspects");
        foreach (var row in suspects)
        {
            json.WriteStartObject();
            json.WriteString("row", row.Name);
            json.WriteNumberOrNull("score", row.Suspicion);
            json.WriteNumberOrNull("disagreement", row.Judgement.Disagreement);
            json.WriteNumberOrNull("doubt", row.Judgement.Doubt);
            json.WriteNumberOrNull("reader_doubt", row.Judgement.ReaderDoubt);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>Names and values of one prediction of one row: text, numbers, null.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> PerRow(ModelEvaluation evaluation, JudgedRow row, int model)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(row);
        var figures = row.Figures[model];
        yield return new("row", row.Name);
        yield return new("prediction", evaluation.Models[model].Name);
        yield return new("class", row.Class);
        yield return new("group", row.Group);
        yield return new("case", GetName(figures.Counts.Case));
        yield return new("truth_px", figures.Counts.Truth);
        yield return new("predicted_px", figures.Counts.Predicted);
        yield return new("both_px", figures.Counts.Both);
        foreach (var figure in RowFigure.List(evaluation.Options, evaluation.HasMm))
        {
            yield return new(figure.Name, figure.Get(figures) is var value && double.IsFinite(value) ? value : null);
        }
        yield return new("lesions", figures.Lesions.Truth.Count);
        yield return new("predicted_lesions", figures.Lesions.Predicted);
        yield return new("found_lesions", figures.Lesions.Found);
        yield return new("reason", Reason(figures.Counts.Case));
    }

    /// <summary>Name of a case in documents.</summary>
    public static string GetName(MaskCase one) =>
        one switch
        {
            MaskCase.Both => "both",
            MaskCase.TruthOnly => "truth_only",
            MaskCase.PredictionOnly => "prediction_only",
            _ => "neither",
        };

    /// <summary>Name of a policy in documents.</summary>
    public static string GetName(EmptyPolicy policy) =>
        policy switch
        {
            EmptyPolicy.NaN => "nan",
            EmptyPolicy.One => "one",
            EmptyPolicy.Zero => "zero",
            _ => "skip_empty_truth",
        };

    /// <summary>What a policy does where masks are empty, in words.</summary>
    public static string Describe(EmptyPolicy policy) =>
        policy switch
        {
            EmptyPolicy.NaN => "rows where truth and prediction are empty are left out",
            EmptyPolicy.One => "rows where truth and prediction are empty count as 1",
            EmptyPolicy.Zero => "rows where truth and prediction are empty count as 0",
            _ => "rows where the truth is empty are left out",
        };

    // Why a row has no distances.
    private static string? Reason(MaskCase one) =>
        one switch
        {
            MaskCase.Both => null,
            MaskCase.TruthOnly => "empty_prediction",
            MaskCase.PredictionOnly => "empty_truth",
            _ => "both_empty",
        };

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<KeyValuePair<string, StratumFigures>> strata)
    {
        json.WriteStartObject(name);
        foreach (var (stratum, figures) in strata)
        {
            Write(json, stratum, figures);
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, StratumFigures figures)
    {
        json.WriteStartObject(name);
        json.WriteNumber("rows", figures.Rows);
        json.WriteStartObject("cases");
        foreach (var one in Enum.GetValues<MaskCase>())
        {
            json.WriteNumber(GetName(one), figures.Cases[(int)one]);
        }
        json.WriteEndObject();
        var surface = figures.Means.Where(mean => mean.Name.StartsWith(RowFigure.SurfaceDice, StringComparison.Ordinal)).ToArray();
        foreach (var mean in figures.Means.Except(surface))
        {
            Write(json, mean.Name, mean);
        }
        json.WriteStartObject(RowFigure.SurfaceDice);
        foreach (var mean in surface)
        {
            Write(json, mean.Name[(RowFigure.SurfaceDice.Length + 1)..], mean);
        }
        json.WriteEndObject();
        Write(json, figures.Lesions);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, FigureMean mean)
    {
        json.WriteStartObject(name);
        foreach (var (policy, value) in Enum.GetValues<EmptyPolicy>().Zip(mean.ByPolicy))
        {
            json.WriteNumberOrNull(GetName(policy), value);
        }
        json.WriteNumberOrNull("mean", mean.Mean);
        json.WriteNumberOrNull("low", mean.Interval?.Low);
        json.WriteNumberOrNull("high", mean.Interval?.High);
        if (mean.ByPolicy.Count > 0)
        {
            json.WriteNumberOrNull("low_rows", mean.RowInterval?.Low);
            json.WriteNumberOrNull("high_rows", mean.RowInterval?.High);
        }
        json.WriteNumber("n", mean.Count);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LesionFigures lesions)
    {
        json.WriteStartObject("lesions");
        json.WriteNumber("truth", lesions.Truth);
        json.WriteNumber("predicted", lesions.Predicted);
        json.WriteNumber("found", lesions.Found);
        json.WriteNumberOrNull("sensitivity", lesions.Sensitivity);
        json.WriteNumberOrNull("false_per_row", lesions.FalsePerRow);
        json.WriteNumberOrNull("f1", lesions.F1);
        json.WriteNumberOrNull("sq", lesions.Sq);
        json.WriteNumberOrNull("rq", lesions.Rq);
        json.WriteNumberOrNull("pq", lesions.Pq);
        if (lesions.Froc.Count == 0)
        {
            json.WriteNull("froc");
        }
        else
        {
            json.WriteStartArray("froc");
            foreach (var point in lesions.Froc)
            {
                json.WriteStartObject();
                json.WriteNumber("false_per_row", point.FalsePerRow);
                json.WriteNumberOrNull("sensitivity", point.Sensitivity);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ModelComparison comparison)
    {
        json.WriteStartObject();
        json.WriteString("a", comparison.A);
        json.WriteString("b", comparison.B);
        json.WriteString("figure", comparison.Figure);
        json.WriteString("class", comparison.Class);
        json.WriteNumberOrNull("difference", comparison.Difference);
        json.WriteNumberOrNull("low", comparison.Interval?.Low);
        json.WriteNumberOrNull("high", comparison.Interval?.High);
        json.WriteNumberOrNull("p", comparison.P);
        json.WriteNumberOrNull("p_holm", comparison.PHolm);
        json.WriteEndObject();
    }
}

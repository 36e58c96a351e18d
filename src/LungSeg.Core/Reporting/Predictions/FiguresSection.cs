using LungSeg.Core.Evaluation;
using LungSeg.Core.Evaluation.Documents;
using LungSeg.Core.Reporting.Charts;
using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Predictions;

/// <summary>Figures of each class with their intervals.</summary>
internal static class FiguresSection
{
    private const string Format = "0.000";

    public static void Write(HtmlWriter html, PredictionContent content)
    {
        var evaluation = content.Evaluation;
        html.OpenSection(
            "figures",
            "Figures by class",
            $"Means over rows, with 95 % intervals over {Figures.Count(evaluation.Groups.Count, "group", "groups")}, "
                + $"{Figures.Text(evaluation.Options.Draws)} draws; {EvaluationWriter.Describe(evaluation.Options.Policy)} "
                + $"(policy {EvaluationWriter.GetName(evaluation.Options.Policy)})."
        );
        html.Line(
            $"<p class=\"see\">{PredictionTerms.Interval.Link} · {PredictionTerms.Dice.Link} · {PredictionTerms.Distance.Link} · "
                + $"{PredictionTerms.Policy.Link}</p>{Legend(content)}"
        );
        Stratum[] strata =
        [
            Stratum.Overall,
            .. evaluation.Leaked is null ? Array.Empty<Stratum>() : [Stratum.Held],
            .. Stratum.Classes(evaluation),
        ];
        html.Line($"<div class=\"panels\">");
        foreach (var (figure, title, format) in Charted(evaluation))
        {
            html.Line($"<figure><figcaption><b>{title}</b></figcaption>{Chart(content, strata, figure, title, format)}</figure>");
        }
        html.Line($"</div>{Table(content, "All figures by class", "rows of", strata)}");
        html.CloseSection();
    }

    /// <summary>Names and colours of the models; nothing for a single one.</summary>
    public static Markup Legend(PredictionContent content)
    {
        var names = content.Models.Select(model =>
            Markup.Format($"<li><span class=\"swatch {model.Style}\"></span>{model.Figures.Name}</li>")
        );
        return content.Models.Count == 1
            ? Markup.None
            : Markup.Format($"<ul class=\"legend\" aria-label=\"Models\">{Markup.Join(names)}</ul>");
    }

    /// <summary>A table of all figures, a line for some rows and a model.</summary>
    public static Markup Table(PredictionContent content, string caption, string head, IReadOnlyList<Stratum> strata)
    {
        var isOne = content.Models.Count == 1;
        // The maximum of distances hangs on a single pixel: it stands in the JSON alone.
        RowFigure[] figures =
        [
            .. RowFigure
                .List(content.Evaluation.Options, content.Evaluation.HasMm)
                .Where(figure => figure.Name != "hd" && !figure.Name.StartsWith("hd_", StringComparison.Ordinal)),
        ];
        Markup[] heads =
        [
            DataTable.Cell(head),
            .. isOne ? Array.Empty<Markup>() : [DataTable.Cell("model")],
            Glossary.Row.As("rows"),
            .. figures.SelectMany(figure =>
                figure.Overlap == OverlapFigure.Dice
                    ? new[] { PredictionTerms.Dice.As("Dice"), PredictionTerms.Interval.As("low"), PredictionTerms.Interval.As("high") }
                    : [DataTable.Cell(GetTitle(figure.Name))]
            ),
            PredictionTerms.Found.As("sensitivity"),
            PredictionTerms.Found.As("false a row"),
            PredictionTerms.Found.As("F1"),
            PredictionTerms.Found.As("PQ"),
        ];
        return new DataTable(caption, heads)
        {
            TextColumns = isOne ? 1 : 2,
            Lines = strata.SelectMany(stratum =>
                content
                    .Models.Where(model => stratum.Get(model.Figures) is not null)
                    .Select(model => Line(stratum, model.Figures, isOne, figures))
            ),
        }.Draw();
    }

    private static IReadOnlyList<Markup> Line(Stratum stratum, ModelFigures model, bool isOne, IReadOnlyList<RowFigure> figures)
    {
        var found = stratum.Get(model)!;
        var interval = stratum.GetMean(model, "dice")?.Interval;
        return
        [
            stratum.Head,
            .. isOne ? Array.Empty<Markup>() : [DataTable.Cell(model.Name)],
            Figures.Integer(stratum.Key(model, "rows"), found.Rows),
            .. figures.SelectMany(figure =>
                figure.Overlap == OverlapFigure.Dice
                    ? new[]
                    {
                        stratum.Mean(model, figure.Name, Format),
                        Figures.Number(stratum.Key(model, "dice.low"), interval?.Low, Format),
                        Figures.Number(stratum.Key(model, "dice.high"), interval?.High, Format),
                    }
                    : [stratum.Mean(model, figure.Name, RowFigure.IsDistance(figure.Name) ? "0.0" : Format)]
            ),
            Figures.Number(stratum.Key(model, "lesions.sensitivity"), found.Lesions.Sensitivity, Format),
            Figures.Number(stratum.Key(model, "lesions.false_per_row"), found.Lesions.FalsePerRow, "0.00"),
            Figures.Number(stratum.Key(model, "lesions.f1"), found.Lesions.F1, Format),
            Figures.Number(stratum.Key(model, "lesions.pq"), found.Lesions.Pq, Format),
        ];
    }

    private static IEnumerable<(string Figure, string Title, string Format)> Charted(ModelEvaluation evaluation)
    {
        yield return ("dice", "Dice", Format);
        yield return ("precision", "Precision", Format);
        yield return ("recall", "Recall", Format);
        yield return evaluation.HasMm ? ("hd95_mm", "HD95, mm", "0.0") : ("hd95", "HD95, px", "0.0");
    }

    private static Markup Chart(PredictionContent content, IReadOnlyList<Stratum> strata, string figure, string title, string format)
    {
        var categories = strata
            .Select(stratum => new IntervalCategory(
                stratum.Name,
                [
                    .. content.Models.Select(model =>
                    {
                        var (value, interval, text) = stratum.Describe(model.Figures, figure, format);
                        return new IntervalMark(
                            model.Figures.Name,
                            content.Models.Count == 1 ? stratum.Style : model.Style,
                            value,
                            interval,
                            text
                        );
                    }),
                ]
            ))
            .ToArray();
        var highest = categories
            .SelectMany(category => category.Marks)
            .SelectMany(mark => new[] { mark.Value, mark.Interval?.High ?? 0 })
            .Where(double.IsFinite)
            .Append(0)
            .Max();
        return ChartPair.Draw(
            new IntervalPlot
            {
                Name = $"{title} by class with 95 % intervals: {Describe(categories)}",
                Categories = categories,
                Title = title,
                To = RowFigure.IsDistance(figure) ? Math.Max(1, highest * 1.05) : 1,
            }
        );
    }

    /// <summary>Values of a chart in words.</summary>
    public static string Describe(IEnumerable<IntervalCategory> categories) =>
        string.Join(
            "; ",
            categories.Select(category =>
                $"{category.Name} "
                + string.Join(", ", category.Marks.Select(mark => category.Marks.Count == 1 ? mark.Text : $"{mark.Series} {mark.Text}"))
            )
        );

    private static string GetTitle(string figure)
    {
        var parts = figure.Split('_');
        var name = parts[0] is "iou" or "hd" or "hd95" or "assd" or RowFigure.SurfaceDice
            ? parts[0] == "iou"
                ? "IoU"
                : parts[0].ToUpperInvariant()
            : parts[0];
        return parts.Length == 1
            ? RowFigure.IsDistance(figure)
                ? name + " px"
                : name
            : parts[1] == "mm"
                ? name + " mm"
                : $"{name} {parts[1]} px";
    }
}

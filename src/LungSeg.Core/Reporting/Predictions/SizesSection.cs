using LungSeg.Core.Evaluation;
using LungSeg.Core.Reporting.Charts;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Reporting.Sections;

namespace LungSeg.Core.Reporting.Predictions;

/// <summary>Dice against the size of lesions, how many lesions of each size are found, and FROC.</summary>
internal static class SizesSection
{
    private const int ChartHeight = 260;

    public static void Write(HtmlWriter html, PredictionContent content)
    {
        var evaluation = content.Evaluation;
        Stratum[] sizes = [.. Stratum.Sizes(evaluation)];
        if (sizes.Length == 0)
        {
            return;
        }
        var (unit, without) = (Stratum.GetUnit(evaluation), evaluation.Rows.Count(row => row.LargestDiameterPx is null));
        var none = without > 0 ? $"; {Figures.Count(without, "row has", "rows have")} none" : string.Empty;
        var froc = content.Models.Any(model => model.Figures.HasScores) ? Markup.Format($" · {PredictionTerms.Froc.Link}") : Markup.None;
        html.OpenSection(
            "sizes",
            "Lesion size and detection",
            $"Each point is a row, at the equivalent diameter of its largest lesion in {unit}" + $"{none}. Dashed lines part the sizes."
        );
        html.Line($"<p class=\"see\">{Glossary.Diameter.Link} · {PredictionTerms.Found.Link}" + $"{froc}</p>");
        var names = evaluation.Classes.Select(one =>
            Markup.Format($"<li><span class=\"swatch {ClassStyle.GetName(one)}\"></span>{one}</li>")
        );
        html.Line($"<ul class=\"legend\" aria-label=\"Classes\">{Markup.Join(names)}</ul><div class=\"panels\">");
        for (var i = 0; i < content.Models.Count; i++)
        {
            html.Line(
                $"<figure><figcaption><b>Dice by size</b>{content.Models[i].Figures.Name}</figcaption>"
                    + $"{ChartPair.Draw(Scatter(content, i, unit), ChartHeight)}</figure>"
            );
        }
        html.Line(
            $"<figure><figcaption><b>Lesions found</b>by size of the row's largest</figcaption>{FiguresSection.Legend(content)}"
                + $"{Found(content, sizes)}</figure></div>"
        );
        html.Line($"{FiguresSection.Table(content, "Figures by size", "largest lesion", sizes)}");
        WriteFroc(html, content);
        html.CloseSection();
    }

    private static ScatterPlot Scatter(PredictionContent content, int model, string unit)
    {
        var evaluation = content.Evaluation;
        var points = evaluation
            .Rows.Select(row =>
                (
                    row.Class,
                    X: evaluation.Strata.GetLength(row),
                    Y: row.Figures[model].Counts.Get(OverlapFigure.Dice, evaluation.Options.Policy)
                )
            )
            .Where(point => point.X is not null && double.IsFinite(point.Y))
            .ToArray();
        return new ScatterPlot
        {
            Name = $"Dice of {content.Models[model].Figures.Name} against the diameter of the largest lesion, {points.Length} rows",
            Series =
            [
                .. evaluation.Classes.Select(one =>
                    (
                        ClassStyle.GetName(one),
                        (IReadOnlyList<(double, double)>)
                            [.. points.Where(point => point.Class == one).Select(point => (point.X!.Value, point.Y))]
                    )
                ),
            ],
            XTitle = $"equivalent diameter, {unit}",
            YTitle = "Dice",
            XEnd = Math.Max(1, evaluation.Rows.Max(evaluation.Strata.GetLength) ?? 1) * 1.05,
            Edges = evaluation.Strata.Edges,
        };
    }

    private static Markup Found(PredictionContent content, IReadOnlyList<Stratum> sizes)
    {
        var categories = sizes
            .Select(size => new IntervalCategory(
                size.Name,
                [
                    .. content.Models.Select(model =>
                    {
                        var lesions = size.Get(model.Figures)!.Lesions;
                        return new IntervalMark(
                            model.Figures.Name,
                            model.Style,
                            lesions.Sensitivity,
                            null,
                            $"{Figures.Text(lesions.Sensitivity, "0.000")} ({Figures.Text(lesions.Found)} of {Figures.Text(lesions.Truth)})"
                        );
                    }),
                ]
            ))
            .ToArray();
        return ChartPair.Draw(
            new IntervalPlot
            {
                Name = $"Sensitivity by size: {FiguresSection.Describe(categories)}",
                Categories = categories,
                Title = "sensitivity",
            }
        );
    }

    private static void WriteFroc(HtmlWriter html, PredictionContent content)
    {
        var models = content.Models.Where(model => model.Figures.Overall.Lesions.Froc.Count > 0).ToArray();
        if (models.Length == 0)
        {
            return;
        }
        var heads = models[0].Figures.Overall.Lesions.Froc.Select(point => Figures.Text(point.FalsePerRow, "0.###"));
        var table = new DataTable("FROC: sensitivity at false lesions a row, at most", [DataTable.Cell("model"), .. DataTable.Heads(heads)])
        {
            Lines = models.Select(model =>
                (IReadOnlyList<Markup>)
                    [
                        DataTable.Cell(model.Figures.Name),
                        .. model.Figures.Overall.Lesions.Froc.Select(point => Figures.Number(default, point.Sensitivity, "0.000")),
                    ]
            ),
        };
        html.Line($"{table.Draw()}");
    }
}

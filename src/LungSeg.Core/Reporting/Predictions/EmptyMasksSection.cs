using LungSeg.Core.Evaluation;
using LungSeg.Core.Evaluation.Documents;
using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Predictions;

/// <summary>Which masks are empty, and what that does to the figures.</summary>
internal static class EmptyMasksSection
{
    private static readonly string[] CaseNames = ["both have pixels", "prediction empty", "truth empty", "both empty"];

    public static void Write(HtmlWriter html, PredictionContent content)
    {
        html.OpenSection(
            "empty",
            "Empty masks",
            "Rows in each of the four cases, and the means under the four ways to count empty masks, which make published tables disagree."
        );
        html.Line($"<p class=\"see\">{PredictionTerms.Policy.Link}</p><div class=\"pair\"><div>{Cases(content)}</div>");
        html.Line($"<div>{Policies(content)}</div></div>");
        html.CloseSection();
    }

    private static Markup Cases(PredictionContent content) =>
        new DataTable("Rows by which masks are empty", [DataTable.Cell("model"), .. DataTable.Heads(CaseNames)])
        {
            Lines = content.Models.Select(model =>
                (IReadOnlyList<Markup>)
                    [
                        DataTable.Cell(model.Figures.Name),
                        .. Enum.GetValues<MaskCase>()
                            .Select(one =>
                                Figures.Integer(
                                    Stratum.Overall.Key(model.Figures, "cases." + EvaluationWriter.GetName(one)),
                                    model.Figures.Overall.Cases[(int)one]
                                )
                            ),
                    ]
            ),
        }.Draw();

    private static Markup Policies(PredictionContent content)
    {
        var isOne = content.Models.Count == 1;
        Markup[] heads = [DataTable.Cell("figure"), .. isOne ? Array.Empty<Markup>() : [DataTable.Cell("model")]];
        return new DataTable(
            "Means by policy",
            [.. heads, .. Enum.GetValues<EmptyPolicy>().Select(policy => PredictionTerms.Policy.As(EvaluationWriter.GetName(policy)))]
        )
        {
            TextColumns = isOne ? 1 : 2,
            Lines = Enum.GetValues<OverlapFigure>()
                .SelectMany(figure => content.Models.Select(model => Line(model.Figures, figure.ToString().ToLowerInvariant(), isOne))),
        }.Draw();
    }

    private static IReadOnlyList<Markup> Line(ModelFigures model, string figure, bool isOne) =>
        [
            DataTable.Cell(figure),
            .. isOne ? Array.Empty<Markup>() : [DataTable.Cell(model.Name)],
            .. Enum.GetValues<EmptyPolicy>()
                .Select(policy =>
                    Figures.Number(
                        Stratum.Overall.Key(model, $"{figure}.{EvaluationWriter.GetName(policy)}"),
                        Stratum.Overall.GetMean(model, figure)!.ByPolicy[(int)policy],
                        "0.000"
                    )
                ),
        ];
}

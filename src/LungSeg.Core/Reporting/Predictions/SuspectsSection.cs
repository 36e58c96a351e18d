using LungSeg.Core.Evaluation;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Reporting.Sections;

namespace LungSeg.Core.Reporting.Predictions;

/// <summary>Rows whose truth may be wrong: figures of the first, and pictures.</summary>
internal static class SuspectsSection
{
    private const int MaxLines = 25;

    public static void Write(HtmlWriter html, PredictionContent content)
    {
        if (!content.Data.ShowsSuspects)
        {
            return;
        }
        var suspects = content.Suspects;
        html.OpenSection(
            "suspects",
            "Suspect masks",
            content.Data.Evaluation.Rows.All(row => row.Suspicion is null)
                    ? "No row has a score: it needs two predictions, probabilities, or what readers drew."
                : suspects.Count == 0 ? "No row is suspect: all scores are 0."
                : $"{Figures.Count(suspects.Count, "row has", "rows have")} a score over 0: the higher, the more "
                    + $"likely the truth is wrong rather than "
                    + $"the predictions. The first {Math.Min(MaxLines, suspects.Count)}, to be looked at by a reader."
        );
        if (suspects.Count > 0)
        {
            html.Line($"<p class=\"see\">{PredictionTerms.Suspicion.Link}</p>{Table(content)}");
            JudgedRow[] others = [.. content.PicturedSuspects.Except(content.Worst).Except(content.Apart)];
            RowGallery.Write(
                html,
                "suspects",
                DataTable.Cell("Suspects not shown above"),
                [.. others.Select(row => JudgedRowsSection.Show(content, row))]
            );
            html.Line(
                $"<p class=\"see\">The first as a file of their own: "
                    + $"{CommandLines.Draw([content.Commands.Take(suspects.Take(MaxLines).Select(row => row.Name), "suspects.pkl")])}</p>"
            );
        }
        html.CloseSection();
    }

    private static Markup Table(PredictionContent content) =>
        new DataTable(
            "Highest scores",
            [
                Glossary.Row.As("row"),
                Glossary.Class.As("class"),
                PredictionTerms.Suspicion.As("score"),
                .. DataTable.Heads("models agree more", "doubt of pixels", "apart from readers", "truth px"),
            ]
        )
        {
            TextColumns = 2,
            Lines = content
                .Suspects.Take(MaxLines)
                .Select(row =>
                    (IReadOnlyList<Markup>)
                        [
                            content.Link(row.Name),
                            DataTable.Cell(row.Class),
                            Figures.Number(default, row.Suspicion, "0.000"),
                            Figures.Number(default, row.Judgement.Disagreement, "0.000"),
                            Figures.Number(default, row.Judgement.Doubt, "0.000"),
                            Figures.Number(default, row.Judgement.ReaderDoubt, "0.000"),
                            Figures.Integer(default, row.Figures[0].Counts.Truth),
                        ]
                ),
        }.Draw();
}

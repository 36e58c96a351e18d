using LungSeg.Core.Evaluation;
using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Predictions;

/// <summary>The main figures of the models, and the answers in short.</summary>
internal static class ModelsGlance
{
    private const int WorstNamed = 3;
    private const string Format = "0.000";

    public static void Write(HtmlWriter html, PredictionContent content)
    {
        html.Line(
            $"<section class=\"glance\" aria-labelledby=\"glance-heading\"><h2 id=\"glance-heading\" class=\"hidden\">At a glance</h2>"
        );
        if (content.Models is [var (model, _)])
        {
            html.Line($"<dl class=\"tiles\">");
            foreach (var tile in Tiles(content))
            {
                html.Line(
                    $"<div><dt>{tile.Head}</dt><dd class=\"value\">{tile.Cell(model)}</dd><dd class=\"note\">{tile.Note(model)}</dd></div>"
                );
            }
            html.Line($"</dl>");
        }
        else
        {
            html.Line($"{DrawModels(content)}");
        }
        Markup[] answers = [.. Answers(content)];
        html.Line($"<ul class=\"answers\">{Markup.Join(answers.Select(answer => Markup.Format($"<li>{answer}</li>")))}</ul></section>");
    }

    private static Markup DrawModels(PredictionContent content)
    {
        var tiles = Tiles(content).ToArray();
        return new DataTable("Models", [DataTable.Cell("model"), .. tiles.Select(tile => tile.Head)])
        {
            Lines = content.Models.Select(model =>
                (IReadOnlyList<Markup>)
                    [
                        Markup.Format($"<span class=\"swatch {model.Style}\"></span>{model.Figures.Name}"),
                        .. tiles.Select(tile => Markup.Format($"{tile.Cell(model.Figures)} <small>{tile.Note(model.Figures)}</small>")),
                    ]
            ),
        }.Draw();
    }

    private sealed record Tile(Markup Head, Func<ModelFigures, Markup> Cell, Func<ModelFigures, string> Note);

    private static IEnumerable<Tile> Tiles(PredictionContent content)
    {
        var all = Stratum.Overall;
        string Interval(ModelFigures model, string figure, string format) =>
            all.GetMean(model, figure)?.Interval is { } found ? Stratum.Range(found, format) : string.Empty;
        yield return new(PredictionTerms.Dice.Link, model => all.Mean(model, "dice", Format), model => Interval(model, "dice", Format));
        yield return new(
            PredictionTerms.Distance.As("HD95, px"),
            model => all.Mean(model, "hd95", "0.0"),
            model => Interval(model, "hd95", "0.0")
        );
        yield return new(
            PredictionTerms.Found.Link,
            model => Figures.Share(all.Key(model, "lesions.sensitivity"), model.Overall.Lesions.Sensitivity),
            model => $"{Figures.Text(model.Overall.Lesions.Found)} of {Figures.Text(model.Overall.Lesions.Truth)}"
        );
        yield return new(
            PredictionTerms.Found.As("False lesions a row"),
            model => Figures.Number(all.Key(model, "lesions.false_per_row"), model.Overall.Lesions.FalsePerRow, "0.00"),
            model => $"{Figures.Text(model.Overall.Lesions.Predicted - model.Overall.Lesions.Found)} in all"
        );
        yield return new(
            DataTable.Cell("Empty predictions"),
            model => Figures.Integer(all.Key(model, "cases.truth_only"), model.Overall.Cases[(int)MaskCase.TruthOnly]),
            model => $"of {Figures.Count(model.Overall.Rows, "row", "rows")}"
        );
        if (content.Models.Count == 1)
        {
            yield return new(
                PredictionTerms.Group.As("Groups"),
                _ => Figures.Integer("groups", content.Evaluation.Groups.Count),
                _ => $"{Figures.Count(content.Evaluation.Rows.Count, "row", "rows")}"
            );
        }
    }

    private static IEnumerable<Markup> Answers(PredictionContent content)
    {
        var evaluation = content.Evaluation;
        if (evaluation.Comparisons.Where(one => one.Class is null && one.Figure == "dice").ToArray() is { Length: > 0 } pairs)
        {
            var shown = pairs
                .Where(pair => pair.IsShown)
                .Select(pair => $"{Better(pair)} (by {Figures.Text(Math.Abs(pair.Difference), Format)})");
            var open = pairs.Where(pair => !pair.IsShown).Select(pair => $"no difference of {pair.A} and {pair.B} is shown");
            yield return Markup.Format(
                $"<b>Which is better, by Dice:</b> {string.Join("; ", shown.Concat(open))}. <a href=\"#differences\">Differences</a>"
            );
        }
        foreach (var (model, _) in content.Models)
        {
            var dice = Stratum.Overall.GetMean(model, "dice")!;
            var known = dice.ByPolicy.Where(double.IsFinite).ToArray();
            var cases = model.Overall.Cases;
            if (known.Length > 0 && cases[(int)MaskCase.Neither] + cases[(int)MaskCase.PredictionOnly] > 0)
            {
                yield return Markup.Format(
                    $"<b>Empty masks:</b> the Dice of {model.Name} is {Figures.Text(known.Min(), Format)} to "
                        + $"{Figures.Text(known.Max(), Format)}, by how rows without truth count. <a href=\"#empty\">Policies</a>"
                );
            }
        }
        if (evaluation.Leaked is { } leaked)
        {
            yield return Markup.Format(
                $"<b>Leakage:</b> {TrainedSection.Count(evaluation, leaked)}. "
                    + $"{(leaked.Count > 0 ? Markup.Format($"<a href=\"#trained\">With and without them</a>") : Markup.None)}"
            );
        }
        else
        {
            yield return Markup.Format($"<b>Leakage:</b> not checked; --split or --train says what the models were trained on.");
        }
        if (content.Worst.Count > 0)
        {
            var rows = content
                .Worst.Take(WorstNamed)
                .Select(
                    (row, i) =>
                        Markup.Format(
                            $"{(i > 0 ? "; " : string.Empty)}{content.Link(row.Name)} "
                                + $"(Dice {Figures.Text(evaluation.GetDice(row).Average(), "0.00")})"
                        )
                );
            var mean = content.Models.Count > 1 ? ", mean of the models" : string.Empty;
            yield return Markup.Format(
                $"<b>{PredictionTerms.Worst.Link}</b> by Dice{mean}, one a {PredictionTerms.Group.As("group")}: {Markup.Join(rows)}."
            );
        }
        foreach (var note in content.Data.Notes.Where(note => !note.StartsWith("warning", StringComparison.Ordinal)))
        {
            yield return Markup.Format($"<b>Note:</b> {note}");
        }
    }

    private static string Better(ModelComparison pair) =>
        pair.Difference > 0 ? $"{pair.A} is better than {pair.B}" : $"{pair.B} is better than {pair.A}";
}

using LungSeg.Core.Evaluation;
using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Predictions;

/// <summary>Rows that the models were trained on, and the figures with and without them.</summary>
internal static class TrainedSection
{
    private const int MaxNamed = 30;

    public static void Write(HtmlWriter html, PredictionContent content)
    {
        if (content.Evaluation.Leaked is not { } leaked)
        {
            return;
        }
        html.OpenSection("trained", "Leakage from training", Count(content.Evaluation, leaked) + ".");
        html.Line($"<p class=\"see\">{PredictionTerms.Leaked.Link}</p>");
        html.Line($"{FiguresSection.Table(content, "With and without leaked rows", "rows of", [Stratum.Overall, Stratum.Held])}");
        if (leaked.Count > 0)
        {
            string[] names = [.. content.Evaluation.Rows.Select(row => row.Name).Where(leaked.Contains)];
            var rest = names.Length > MaxNamed ? $" and {Figures.Text(names.Length - MaxNamed)} more" : string.Empty;
            var links = names.Take(MaxNamed).Select((name, i) => Markup.Format($"{(i > 0 ? ", " : string.Empty)}{content.Link(name)}"));
            html.Line($"<p class=\"see\">Leaked rows: {Markup.Join(links)}{rest}. leaked_rows of --json has all.</p>");
        }
        html.CloseSection();
    }

    /// <summary>How many rows leak, without a full stop.</summary>
    public static string Count(ModelEvaluation evaluation, IReadOnlySet<string> leaked) =>
        leaked.Count == 0
            ? $"none of {Figures.Count(evaluation.Rows.Count, "row", "rows")} is of a scan that the models were trained on"
            : $"{Figures.Text(leaked.Count)} of {Figures.Count(evaluation.Rows.Count, "row", "rows")} are "
                + $"of scans that the models were trained on";
}

using LungSeg.Core.Evaluation;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Reporting.Sections;

namespace LungSeg.Core.Reporting.Predictions;

/// <summary>Pictures of the worst rows, and of those where models lie far apart.</summary>
internal static class JudgedRowsSection
{
    public static void Write(HtmlWriter html, PredictionContent content)
    {
        if (content.Worst.Count == 0)
        {
            return;
        }
        html.OpenSection("rows", "Rows", "A click on a row's pictures enlarges them. The first command below draws the row in a terminal.");
        html.Line($"{Legend}");
        JudgedRow[] apart = [.. content.Apart.Except(content.Worst)];
        RowGallery.Write(html, "rows", PredictionTerms.Worst.Link, [.. content.Worst.Select(row => Show(content, row))]);
        RowGallery.Write(html, "rows", DataTable.Cell("Rows in which models lie far apart"), [.. apart.Select(row => Show(content, row))]);
        html.Line(
            $"<p class=\"see\">These rows as a file of their own: "
                + $"{CommandLines.Draw([content.Commands.Take(content.Worst.Concat(apart).Select(row => row.Name), "worst.pkl")])}</p>"
        );
        html.CloseSection();
    }

    /// <summary>What the colours of pictures mean.</summary>
    public static Markup Legend { get; } =
        Markup.Format(
            $"<ul class=\"legend\"><li><span class=\"swatch truth\"></span>outline of the truth</li>"
                + $"<li><span class=\"swatch tp\"></span>both (TP)</li><li><span class=\"swatch fp\"></span>predicted alone (FP)</li>"
                + $"<li><span class=\"swatch fn\"></span>truth alone (FN)</li><li>{Glossary.Window.Link}</li></ul>"
        );

    /// <summary>A row with its pictures and figures.</summary>
    public static GalleryRow Show(PredictionContent content, JudgedRow row)
    {
        var pictures = content.GetPictures(row);
        var shots = new List<Markup>
        {
            Shot(pictures.Slice, PredictionPictures.SliceSide, $"Slice of {row.Name}, truth outlined", "slice"),
        };
        if (pictures.Truth is { } truth)
        {
            shots.Add(Shot(truth, PredictionPictures.CropSide, $"Lesion of {row.Name}, truth outlined", "truth"));
            shots.AddRange(
                pictures.Predicted.Zip(
                    content.Models,
                    (jpeg, model) =>
                        Shot(
                            jpeg,
                            PredictionPictures.CropSide,
                            $"Lesion of {row.Name}: {model.Figures.Name} against the truth",
                            model.Figures.Name
                        )
                )
            );
        }
        var counts = row.Figures[0].Counts;
        string?[] parts =
        [
            counts.Truth == 0 ? "no truth" : $"truth {Figures.Text(counts.Truth)} px",
            content.Evaluation.Strata.GetLength(row) is { } length
                ? $"largest lesion {Figures.Text(length)} {Stratum.GetUnit(content.Evaluation)} across"
                : null,
            content.Evaluation.Leaked?.Contains(row.Name) == true ? "trained on" : null,
            pictures.Window.Length > 0 ? $"crops from {pictures.Window} HU" : null,
        ];
        var lines = content.Models.Select(
            (model, i) => Markup.Format($"<li><b>{model.Figures.Name}</b> {Describe(content, row.Figures[i])}</li>")
        );
        return new GalleryRow(content.GetAnchor(row.Name), row.Name, row.Class)
        {
            Style = "many",
            Pictures = Markup.Join(shots),
            Description = string.Join(", ", parts.OfType<string>()),
            Lines = Markup.Format($"<ul class=\"why\">{Markup.Join(lines)}</ul>"),
            Commands = [content.Commands.Show(row.Name)],
        };
    }

    private static string Describe(PredictionContent content, PairFigures figures)
    {
        var dice = figures.Counts.Get(OverlapFigure.Dice, content.Evaluation.Options.Policy);
        string?[] parts =
        [
            double.IsNaN(dice) ? "no Dice" : $"Dice {Figures.Text(dice, "0.000")}",
            $"{Figures.Text(figures.Counts.Predicted)} px predicted",
            figures.Distances is { } distances ? $"HD95 {Figures.Text(distances.Hd95, "0.0")} px" : null,
            $"{Figures.Text(figures.Lesions.Found)} of {Figures.Count(figures.Lesions.Truth.Count, "lesion", "lesions")} found",
            figures.Lesions.Predicted > figures.Lesions.Found
                ? $"{Figures.Text(figures.Lesions.Predicted - figures.Lesions.Found)} false"
                : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    private static Markup Shot(byte[] jpeg, int side, string alternative, string name) =>
        Markup.Format($"<span>{Picture.Draw(jpeg, side, alternative)}{name}</span>");
}

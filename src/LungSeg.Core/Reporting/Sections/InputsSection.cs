using LungSeg.Core.Model;
using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>The inputs that were read.</summary>
internal static class InputsSection
{
    private const double MegaByte = 1e6;

    public static void Write(HtmlWriter html, ReportContent content)
    {
        var report = content.Statistics;
        html.OpenSection("inputs", "What was read", $"HU are those of {HuColumns.Name(report.Image)}, padding left out.");
        var inputs = report.Inputs.Select(input =>
            new[]
            {
                Markup.Format($"<code>{input.Path}</code>"),
                DataTable.Cell(input.Format),
                DataTable.Cell(Figures.Text(input.Rows)),
                DataTable.Cell(Figures.Text(input.Bytes / MegaByte)),
            }
        );
        html.Line($"<div class=\"pair\"><div>{DataTable.Draw("Inputs", ["file", "format", "rows", "MB"], inputs)}</div>");
        var columns = content.Summary.Columns.Select(column =>
            new[]
            {
                DataTable.Cell(column.Name),
                DataTable.Cell(column.DType),
                DataTable.Cell(column.Shape is { } shape ? string.Join(" × ", shape) : null),
            }
        );
        html.Line($"<div>{DataTable.Draw("Columns", ["column", "dtype", "shape"], columns)}</div></div>");
        if (report.Where is { } where)
        {
            html.Line($"<p>Only rows with <code>{where}</code>.</p>");
        }
        if (content.Summary.Notes.Count > 0)
        {
            html.Line($"<ul class=\"notes\">{Markup.Join(content.Summary.Notes.Select(note => Markup.Format($"<li>{note}</li>")))}</ul>");
        }
        html.CloseSection();
    }
}

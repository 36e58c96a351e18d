using LungSeg.Core.Model;
using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting;

/// <summary>What made the page, and of what. It holds no folder and no time, so that the same rows give the same bytes.</summary>
internal static class ReportFooter
{
    private const string NotClinical = "Not for clinical use: no figure here may guide the care of a patient.";

    public static void Write(HtmlWriter html, ReportContent content)
    {
        var options = content.Options.Options.Length > 0 ? " " + content.Options.Options : string.Empty;
        html.Line(
            $"<footer><p>Written by lungseg {ToolVersion.Text} with <code>lungseg stats --report{options}</code>. {NotClinical}</p><ul>"
        );
        for (var i = 0; i < content.Statistics.Inputs.Count; i++)
        {
            var input = content.Statistics.Inputs[i];
            var digest = content.Digests is { } digests ? Markup.Format($", SHA-256 <code>{digests[i]}</code>") : Markup.None;
            html.Line(
                $"<li><code>{input.Stem}</code>: {Figures.Count(input.Rows, "row", "rows")}, "
                    + $"{Figures.Count(input.Bytes, "byte", "bytes")}{digest}</li>"
            );
        }

        html.Line($"</ul></footer>");
    }
}

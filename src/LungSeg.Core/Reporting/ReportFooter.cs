using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Model;
using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting;

/// <summary>What made the page, and of what. It holds no folder and no time, so that the same rows give the same bytes.</summary>
internal static class ReportFooter
{
    private const string NotClinical = "Not for clinical use: no figure here may guide the care of a patient.";

    /// <summary>Writes the footer.</summary>
    /// <param name="html">Receives it.</param>
    /// <param name="command">The command that makes the page.</param>
    /// <param name="options">Its options.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="digests">SHA-256 of each; null where they were not asked for.</param>
    public static void Write(
        HtmlWriter html,
        string command,
        PageOptions options,
        IReadOnlyList<InputFile> inputs,
        IReadOnlyList<string>? digests
    )
    {
        var given = options.Options.Length > 0 ? " " + options.Options : string.Empty;
        var files = new InputCommands(inputs, string.Empty).AllFiles;
        html.Line(
            $"<footer><p>Written by lungseg {ToolVersion.Text} with <code>lungseg {command} {files} --report FILE.html{given}</code>, "
                + $"to be typed where these files lie: the page names no folders. {NotClinical}</p><ul>"
        );
        for (var i = 0; i < inputs.Count; i++)
        {
            var digest = digests is null ? Markup.None : Markup.Format($", SHA-256 <code>{digests[i]}</code>");
            html.Line(
                $"<li><code>{inputs[i].Stem}</code>: {Figures.Count(inputs[i].Rows, "row", "rows")}, "
                    + $"{Figures.Count(inputs[i].Bytes, "byte", "bytes")}{digest}</li>"
            );
        }

        html.Line($"</ul></footer>");
    }
}

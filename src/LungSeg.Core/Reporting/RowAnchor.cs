using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting;

/// <summary>Anchors of rows on a page.</summary>
internal static class RowAnchor
{
    /// <summary>The anchor of a row: names of files may hold what no anchor can.</summary>
    public static string Create(IReadOnlyList<InputFile> inputs, string row)
    {
        var colon = row.LastIndexOf(':');
        var input = 0;
        while (inputs[input].Stem != row[..colon])
        {
            input++;
        }
        return $"row-{input + 1}-{row[(colon + 1)..]}";
    }

    /// <summary>The name of a row, as a link to its pictures where it has an anchor.</summary>
    public static Markup Link(string? anchor, string row) =>
        anchor is null ? Markup.Format($"<code>{row}</code>") : Markup.Format($"<a href=\"#{anchor}\"><code>{row}</code></a>");
}

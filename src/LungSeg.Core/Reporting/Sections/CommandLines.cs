using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>Command lines to copy; a click selects one.</summary>
internal static class CommandLines
{
    public static Markup Draw(IEnumerable<string> commands) =>
        Markup.Join(commands.Select(command => Markup.Format($"<code class=\"command\">{command}</code>")));
}

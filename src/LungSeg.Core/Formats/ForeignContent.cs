using System.Text;

namespace LungSeg.Core.Formats;

/// <summary>Recognizes what often stands in a file in place of its data.</summary>
internal static class ForeignContent
{
    private const string LfsPointer = "version https://git-lfs";
    private static readonly string[] Html = ["<!doctype html", "<html", "<head", "<body", "<?xml"];

    /// <summary>What the content is, and what to do; null where it is none of these.</summary>
    /// <param name="head">The first bytes of the file.</param>
    public static string? Describe(ReadOnlySpan<byte> head)
    {
        var text = Encoding.UTF8.GetString(head).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (text.StartsWith(LfsPointer, StringComparison.Ordinal))
        {
            return "a Git LFS pointer, not the file that it stands for: fetch that with 'git lfs pull'";
        }

        if (Array.Exists(Html, start => text.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
        {
            return "a web page (HTML), not data: a download saved a sign-in or error page; download the file anew";
        }

        return text is ['{', .. var rest] && rest.TrimStart() is ['"' or '}', ..] || text is ['[', .. var items] && IsJsonItem(items)
            ? "JSON text, not one of the formats that are read, whatever the name says"
            : null;
    }

    private static bool IsJsonItem(string text) => text.TrimStart() is ['{' or '[' or '"', ..];
}

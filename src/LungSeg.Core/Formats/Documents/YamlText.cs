using System.Globalization;
using System.Text;

namespace LungSeg.Core.Formats.Documents;

/// <summary>Text in YAML documents.</summary>
internal static class YamlText
{
    /// <summary>A double-quoted scalar (YAML 1.2, 7.3.1), which is always read as text.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\')
            {
                quoted.Append('\\').Append(rune);
            }
            else if (Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 or 0xFEFF)
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
            else
            {
                quoted.Append(rune);
            }
        }

        return quoted.Append('"').ToString();
    }
}

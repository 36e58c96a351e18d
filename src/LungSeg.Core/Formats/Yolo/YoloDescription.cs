using System.Globalization;
using System.Text;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Formats.Yolo;

/// <summary>The <c>data.yaml</c> of a YOLO data set.</summary>
internal static class YoloDescription
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "data.yaml";

    /// <summary>The text of the file. There is no key <c>path</c>, so paths are relative to the file and the folder can be moved.</summary>
    /// <param name="parts">Names of the parts, in order; each has its images in <c>images/PART</c>.</param>
    /// <param name="classes">Names of the classes, by number from 0.</param>
    public static string Format(IReadOnlyList<string> parts, IReadOnlyList<string> classes)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{YamlText.Quote(part)}: {YamlText.Quote("images/" + part)}\n");
        }
        foreach (var needed in (string[])["train", "val"])
        {
            if (!parts.Contains(needed))
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{YamlText.Quote(needed)}: {YamlText.Quote("images/" + parts[0])}  # no part of that name; YOLO wants the key\n"
                );
            }
        }

        text.Append(classes.Count == 0 ? "names: {}\n" : "names:\n");
        for (var i = 0; i < classes.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {i}: {YamlText.Quote(classes[i])}\n");
        }
        return text.ToString();
    }
}

using System.Text;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>How the text of a data set is written, by its Specific Character Set.</summary>
/// <param name="Encoding">What decodes it.</param>
/// <param name="IsKnown">Whether that is what the data set asks for; else Latin-1 stands in.</param>
internal readonly record struct CharacterSet(Encoding Encoding, bool IsKnown)
{
    private const byte Escape = 0x1B;

    /// <summary>Code pages of the defined terms of PS3.3 C.12.1.1.2, less those that need escape sequences to be of use.</summary>
    private static readonly Dictionary<string, int> CodePages = new(StringComparer.Ordinal)
    {
        ["ISO IR 6"] = 28591,
        ["ISO IR 100"] = 28591,
        ["ISO IR 101"] = 28592,
        ["ISO IR 109"] = 28593,
        ["ISO IR 110"] = 28594,
        ["ISO IR 144"] = 28595,
        ["ISO IR 127"] = 28596,
        ["ISO IR 126"] = 28597,
        ["ISO IR 138"] = 28598,
        ["ISO IR 148"] = 28599,
        ["ISO IR 203"] = 28605,
        ["ISO IR 166"] = 874,
        ["ISO IR 13"] = 932,
        ["ISO IR 192"] = 65001,
        ["GB18030"] = 54936,
        ["GBK"] = 936,
    };

    /// <summary>The set that text starts with: the first of several terms, between which escape sequences switch.</summary>
    /// <param name="terms">Value of the attribute, or null.</param>
    public static CharacterSet Parse(string? terms)
    {
        var term = terms?.Split('\\')[0].Trim() ?? string.Empty;
        if (term.Length == 0)
        {
            return new CharacterSet(Encoding.Latin1, true);
        }
        var known = CodePages.TryGetValue(term.Replace('_', ' ').Replace("ISO 2022 ", "ISO ", StringComparison.Ordinal), out var page);
        return known
            ? new CharacterSet(CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Encoding.GetEncoding(page), true)
            : new CharacterSet(Encoding.Latin1, false);
    }

    /// <summary>Whether a text comes out as it was meant: it is ASCII, or in this set, and switches to no other.</summary>
    public bool Decodes(ReadOnlySpan<byte> text) => !text.Contains(Escape) && (IsKnown || Ascii.IsValid(text));
}

using System.Text;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>The encoding of the text of a data set, from its Specific Character Set.</summary>
/// <param name="Encoding">Decodes the text.</param>
/// <param name="IsKnown">Whether the character set is supported; if not, Latin-1 is used instead.</param>
internal readonly record struct CharacterSet(Encoding Encoding, bool IsKnown)
{
    private const byte Escape = 0x1B;

    /// <summary>Code pages of the defined terms of PS3.3 C.12.1.1.2, without those that need escape sequences.</summary>
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

    /// <summary>The initial character set: the first of several terms. (Escape sequences switch to the others.)</summary>
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

    /// <summary>Whether a text is decoded correctly: it is ASCII or the set is supported, and it has no escape sequence.</summary>
    public bool Decodes(ReadOnlySpan<byte> text) => !text.Contains(Escape) && (IsKnown || Ascii.IsValid(text));
}

using System.Globalization;
using System.Text;

namespace LungSeg.Core.Cards;

/// <summary>Writes card.toml: what a person fills in, and what was measured, to be edited.</summary>
internal static class CardTemplate
{
    private const string Mark = "FILL IN: ";

    public static string ToText(CardContent card)
    {
        var said = card.Statements;
        var text = new StringBuilder(
            """
            # What a card says of a data set. Empty values are left open; lines marked FILL IN are asked of you.
            # Sentences under [rai] were measured: edit them, add to them, or delete a key to have it measured again.


            """.ReplaceLineEndings("\n")
        );
        Add("name", Quote(card.Name), null);
        Add("description", Quote(card.Description), null);
        Add("license", Quote(said.License), "URL of the licence, such as https://creativecommons.org/licenses/by/4.0/");
        Add("creators", QuoteAll(said.Creators), "who made the set that is published, such as [\"A. Person\", \"B. Person\"]");
        Add("url", Quote(said.Url), "page of the set");
        Add("date", Quote(said.Date), "day of publication, such as \"2026-01-31\"");
        Add("version", Quote(said.Version), null);
        Add("publisher", Quote(said.Publisher), null);
        Add("keywords", QuoteAll(said.Keywords), null);
        Add("cite_as", Quote(said.CiteAs), null);
        Add("derived_from", QuoteAll(said.DerivedFrom), null);
        Add("measured", Quote(card.MeasuredDigest), null);
        text.Append("\n[rai]\n");
        var synthetic = said.HasSyntheticData is { } value ? (value ? "true" : "false") : "\"\"";
        Add("has_synthetic_data", synthetic, said.HasSyntheticData is null ? "true or false" : null);
        foreach (var field in RaiField.All)
        {
            var isAsked = field.Question is not null || (field == RaiField.Personal && card.NeedsPersonal);
            var hint = field.Question ?? "the rows name patients: say of which collection, and what its terms ask";
            var sentences = isAsked ? said.Rai.GetValueOrDefault(field.Key, []) : card.Rai[field];
            Add(field.Key, QuoteAll(sentences), isAsked && sentences.Count == 0 ? hint : null);
        }
        return text.ToString();

        void Add(string key, string value, string? hint)
        {
            var isOpen = hint is not null && value is "\"\"" or "[]";
            text.Append(CultureInfo.InvariantCulture, $"{key} = {value}{(isOpen ? $"  # {Mark}{hint}" : string.Empty)}\n");
        }
    }

    private static string QuoteAll(IReadOnlyList<string> texts) =>
        texts.Count == 0 ? "[]"
        : texts.Count == 1 ? $"[{Quote(texts[0])}]"
        : $"[\n{string.Concat(texts.Select(text => $"  {Quote(text)},\n"))}]";

    /// <summary>A basic string (TOML 1.0): quotes, backslashes and control characters are escaped.</summary>
    private static string Quote(string? text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in (text ?? string.Empty).EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' or '\\' => quoted.Append('\\').Append(rune),
                '\n' => quoted.Append("\\n"),
                _ when Rune.IsControl(rune) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => quoted.Append(rune),
            };
        }
        return quoted.Append('"').ToString();
    }
}

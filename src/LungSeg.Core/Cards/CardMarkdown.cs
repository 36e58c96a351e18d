using System.Globalization;
using System.Text;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Cards;

/// <summary>Documents of a card for people: a datasheet, and the card of the Hugging Face hub.</summary>
internal static class CardMarkdown
{
    private const int LargestList = 100;

    /// <summary>The datasheet.</summary>
    public static string ToDatasheet(CardContent card)
    {
        var text = new StringBuilder($"# Datasheet: {MarkdownText.Escape(card.Name)}\n\n");
        AddBody(text, card);
        return text.ToString();
    }

    /// <summary>The card of the hub: a YAML head that the hub reads, then the same text.</summary>
    public static string ToReadme(CardContent card)
    {
        var text = new StringBuilder();
        text.Append(HubCard.CreateHead(card));
        text.Append(CultureInfo.InvariantCulture, $"\n# {MarkdownText.Escape(card.Name)}\n\n");
        AddBody(text, card);
        return text.ToString();
    }

    private static void AddBody(StringBuilder text, CardContent card)
    {
        var said = card.Statements;
        text.Append(CultureInfo.InvariantCulture, $"{MarkdownText.Escape(card.Description)}\n\n");
        if (card.OpenInDraft is { Count: > 0 } open)
        {
            text.Append(CultureInfo.InvariantCulture, $"**Draft. Open: {string.Join(", ", open)}.**\n\n");
        }
        text.Append("| | |\n|---|---|\n");
        AddLine("Licence", said.License);
        AddLine("Creators", said.Creators.Count > 0 ? string.Join("; ", said.Creators) : null);
        AddLine("Page", said.Url);
        AddLine("Published", said.Date);
        AddMore("Version", said.Version);
        AddMore("Publisher", said.Publisher);
        AddMore("Derived from", said.DerivedFrom.Count > 0 ? string.Join("; ", said.DerivedFrom) : null);
        AddMore(
            "Synthetic data",
            said.HasSyntheticData is { } synthetic
                ? synthetic
                    ? "yes"
                    : "no"
                : null
        );
        foreach (var field in RaiField.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {field.Title}\n\n");
            foreach (var sentence in card.GetSentences(field))
            {
                text.Append(CultureInfo.InvariantCulture, $"- {MarkdownText.Escape(sentence)}\n");
            }
        }
        AddFiles(text, card);
        if (said.CiteAs is { } citation)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## Citation\n\n{MarkdownText.Indent(citation)}\n");
        }

        void AddLine(string name, string? value) => AddMore(name, value ?? CardContent.Open);

        void AddMore(string name, string? value)
        {
            if (value is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {name} | {MarkdownText.Escape(value)} |\n");
            }
        }
    }

    private static void AddFiles(StringBuilder text, CardContent card)
    {
        text.Append("\n## Files\n\n| file | bytes | SHA-256 |\n|---|---|---|\n");
        foreach (var file in card.Resources.Files.Take(LargestList))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {MarkdownText.Escape(file.Path)} | {file.Bytes} | {file.Sha256} |\n");
        }
        if (card.Resources.Files.Count > LargestList)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n{card.Resources.Files.Count - LargestList} more files stand in {CardFiles.Croissant}.\n"
            );
        }
        foreach (var set in card.Resources.FileSets.Where(set => set.Count is not null))
        {
            var patterns = string.Join(", ", set.Includes.Select(MarkdownText.Escape));
            text.Append(CultureInfo.InvariantCulture, $"\n{Quantity.Of(set.Count!.Value, "file")} {patterns}.\n");
        }
    }
}

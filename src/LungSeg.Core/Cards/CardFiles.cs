namespace LungSeg.Core.Cards;

/// <summary>The files that hold a card, and what kind of document each is by its name.</summary>
public static class CardFiles
{
    /// <summary>Croissant, JSON-LD.</summary>
    public const string Croissant = "croissant.json";

    /// <summary>Datasheet for people, Markdown.</summary>
    public const string Datasheet = "datasheet.md";

    /// <summary>Card of the Hugging Face hub, Markdown with a YAML head.</summary>
    public const string Readme = "README.md";

    /// <summary>The files in the order in which they are written.</summary>
    public static IReadOnlyList<string> All { get; } = [Croissant, Datasheet, Readme];

    /// <summary>Whether a path below an output is a card, also of an output of one file: <c>OUT.croissant.json</c>.</summary>
    public static bool IsCard(string path) => Find(path) is not null;

    /// <summary>Which of the files a name stands for; null for none.</summary>
    public static string? Find(string path)
    {
        var name = Path.GetFileName(path);
        return All.FirstOrDefault(card => name == card || name.EndsWith("." + card, StringComparison.Ordinal));
    }
}

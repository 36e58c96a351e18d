using System.CommandLine;
using LungSeg.Cli.Configuration;
using LungSeg.Core.Cards;

namespace LungSeg.Cli.Commands;

/// <summary>The options in which a person says what no measurement knows, for <c>card</c> and <c>convert --card</c>.</summary>
internal sealed class CardOptions
{
    private readonly Option<string?> _file = new("--card-file")
    {
        Description = "What a card says beside measurements: a card.toml, as 'lungseg card --init' writes it",
        HelpName = "FILE",
    };
    private readonly Option<string?> _license = new("--license") { Description = "URL of the licence, for the card", HelpName = "URL" };
    private readonly Option<string[]> _creator = new("--creator")
    {
        Description = "Who made the set, for the card; once for each",
        HelpName = "NAME",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };
    private readonly Option<string?> _url = new("--url") { Description = "Page of the set, for the card", HelpName = "URL" };
    private readonly Option<string?> _date = new("--date")
    {
        Description = "Day of publication, for the card: 2026-01-31",
        HelpName = "DAY",
    };
    private readonly Option<bool> _draft = new("--draft") { Description = "Write the card without what is missing, and mark what is open" };

    /// <summary>The options in the order of the help.</summary>
    public Option[] All => [_file, _license, _creator, _url, _date, _draft];

    /// <summary>The file of statements; null for none.</summary>
    public string? GetFile(ParseResult parse) => parse.GetValue(_file);

    /// <summary>The options that were given.</summary>
    public IEnumerable<Option> ListGiven(ParseResult parse) => All.Where(option => CliCommand.IsGiven(parse, option));

    /// <summary>Reads what the options say, and for the rest what the file says.</summary>
    /// <exception cref="UsageException">A value is invalid, or the file is.</exception>
    public CardStatements Read(ParseResult parse)
    {
        try
        {
            var said = new CardStatements
            {
                License = CardValues.CheckUrl(parse.GetValue(_license), _license.Name),
                Creators = parse.GetValue(_creator) ?? [],
                Url = CardValues.CheckUrl(parse.GetValue(_url), _url.Name),
                Date = CardValues.CheckDate(parse.GetValue(_date), _date.Name),
                IsDraft = parse.GetValue(_draft),
            };
            return parse.GetValue(_file) is { } file ? said.Or(CardToml.Read(file)) : said;
        }
        catch (FormatException e)
        {
            throw new UsageException(e.Message);
        }
    }

    /// <summary>Throws where a card lacks what it needs, and names all of it.</summary>
    /// <exception cref="UsageException">Something is missing, and the card is no draft.</exception>
    public static void RefuseMissing(CardStatements said, IReadOnlyList<string> missing)
    {
        if (missing.Count == 0 || said.IsDraft)
        {
            return;
        }
        throw new UsageException(
            $"the card lacks {string.Join(", ", missing.Select(Describe))}: give them, or --card-file card.toml (card --init card.toml "
                + "writes one to fill in); --draft writes the card without them"
        );
    }

    private static string Describe(string key) =>
        key switch
        {
            "license" => "--license URL",
            "creators" => "--creator NAME",
            "url" => "--url URL",
            "date" => "--date DAY",
            _ => $"{key} in card.toml, since the rows name patients",
        };
}

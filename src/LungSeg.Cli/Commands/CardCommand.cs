using System.CommandLine;
using LungSeg.Cli.Configuration;
using LungSeg.Core.Cards;
using LungSeg.Core.Formats;

namespace LungSeg.Cli.Commands;

/// <summary><c>card</c>: metadata for publication.</summary>
internal sealed class CardCommand : CliCommand
{
    private readonly Option<string?> _init = new("--init")
    {
        Description = "Write a card.toml with what was measured, and with what you must fill in marked",
        HelpName = "FILE",
    };
    private readonly Option<bool> _mendeley = new("--mendeley")
    {
        Description = "The inputs are the two published files: the card has the citation, authors and page of their data set",
    };
    private readonly CardOptions _own = new();

    public CardCommand()
        : base(
            "card",
            """
            Describe a data set for publication: Croissant 1.1 with Responsible-AI fields, a datasheet, or a card of the Hugging Face hub.
            Facts are measured; licence, creators, page and date come from you alone. An output of convert is described by its manifest.

            Examples:
              lungseg card clean.pkl --init card.toml
              lungseg card pictures -o pictures/croissant.json --card-file card.toml
              lungseg card --mendeley lung_cancer_train.pkl lung_cancer_test.pkl -o croissant.json --license URL
            """
        )
    {
        Common.Output.Description = "File to write: croissant.json, datasheet.md or README.md";
        Common.Json.Description = "The Croissant document on standard output";
        Arguments.Add(Common.Inputs);
        AddOptions(Common.Reading);
        AddOptions(_init, _mendeley);
        AddOptions(_own.All);
        AddOptions(Common.Output, Common.Force, Common.Json);
        AddOptions(Common.General);
    }

    public override CommandRequest Build(ParseResult parse, Terminal terminal)
    {
        var settings = Common.BuildSettings(parse, terminal, Leniency.Strict);
        var said = _own.Read(parse);
        return new CardRequest
        {
            Settings = settings,
            Init = parse.GetValue(_init),
            File = settings.GetOutputFile() is { } output ? GetFile(output) : null,
            StatementFile = _own.GetFile(parse),
            Statements = parse.GetValue(_mendeley) ? said.Or(MendeleySource.Statements) : said,
            Rules = RuleConfig.Find(terminal, settings.Quiet),
        };
    }

    /// <summary>The document that a name stands for.</summary>
    /// <exception cref="UsageException">It stands for none.</exception>
    private static string GetFile(string output) =>
        CardFiles.Find(output)
        ?? throw new UsageException(
            $"-o {output}: a card is called {string.Join(", ", CardFiles.All)}, or ends in one of these behind a dot"
        );
}

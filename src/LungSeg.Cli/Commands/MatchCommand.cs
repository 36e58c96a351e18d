using System.CommandLine;
using LungSeg.Core.Formats;

namespace LungSeg.Cli.Commands;

/// <summary><c>match</c>: joins rows to the images of a collection by their pixels, and makes the index of one.</summary>
internal sealed class MatchCommand : CliCommand
{
    private readonly Option<string?> _lidc = new("--lidc")
    {
        Description = "The collection: a folder of LIDC-IDRI or LUNA16, or an index of one",
        HelpName = "INDEX|DIR",
    };

    private readonly Option<bool> _makeIndex = new("--make-index")
    {
        Description = "Make the index of the folders that are given, with -o FILE.parquet or FILE.csv",
    };

    private readonly Option<bool> _update = new("--update")
    {
        Description = "Add to the index that is there: its images are not read again. A run that was stopped goes on",
    };

    private readonly Option<string?> _csv = new("--csv") { Description = "Write one line a row", HelpName = "FILE" };

    public MatchCommand()
        : base(
            "match",
            """
            Whose slice is it, where does it lie, and what did the readers say? Rows are joined to the images of LIDC-IDRI
            by their pixels. The result is a table that --columns-from joins to the rows in every command.

            Examples:
              lungseg match --make-index LIDC-IDRI/ -o lidc.parquet
              lungseg match train.pkl test.pkl --lidc lidc.parquet -o joined.csv
              lungseg split train.pkl --columns-from joined.csv -o split.csv
            """
        )
    {
        Arguments.Add(Common.Inputs);
        AddOptions(Common.Reading);
        AddOptions(Common.RowChoice);
        AddOptions(_lidc, _makeIndex, _update);
        AddOptions(Common.Shard, Common.Output, _csv, Common.Force, Common.Json, Common.JsonLines);
        AddOptions(Common.Printing);
        AddOptions(Common.General);
    }

    /// <summary>The folders of a collection are not inputs.</summary>
    public override bool TakesConfiguredInputs(ParseResult parse) => !parse.GetValue(_makeIndex) && base.TakesConfiguredInputs(parse);

    public override CommandRequest Build(ParseResult parse, Terminal terminal)
    {
        var settings = Common.BuildSettings(parse, terminal, Leniency.Strict);
        if (parse.GetValue(_makeIndex))
        {
            foreach (var option in (Option[])[_lidc, _csv, Common.JsonLines, .. Common.RowChoice])
            {
                if (IsGiven(parse, option))
                {
                    throw new UsageException($"{option.Name} is for rows: it does not go with --make-index");
                }
            }
            return new MakeIndexRequest { Settings = settings, Updates = parse.GetValue(_update) };
        }
        if (parse.GetValue(_update) || settings.Shard is not null)
        {
            throw new UsageException($"{(parse.GetValue(_update) ? "--update" : "--shard")} goes with --make-index");
        }
        return new MatchRequest
        {
            Settings = settings,
            Lidc = parse.GetValue(_lidc) ?? throw new UsageException("give the collection: --lidc INDEX|DIR"),
            Csv = parse.GetValue(_csv),
        };
    }
}

using System.CommandLine;
using LungSeg.Cli.Output;
using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;

namespace LungSeg.Cli.Commands;

/// <summary><c>inspect</c>: what is in a data set, from its index alone.</summary>
internal static class InspectCommand
{
    public static Command Create(Terminal terminal)
    {
        var (command, request) = Build(terminal);
        command.SetAction(parse => (int)Execute(request(parse), terminal));
        return command;
    }

    /// <summary>The command, and what makes a request of its parsed words.</summary>
    public static (Command Command, Func<ParseResult, InspectRequest> Request) Build(Terminal terminal)
    {
        var common = new CommonOptions();
        var values = new Option<bool>("--values") { Description = "Read all pixels for least, greatest and mean value" };
        var globals = new Option<bool>("--globals")
        {
            Description = "List the names a pickle would have Python import, and what it would have run",
        };
        var show = new Option<string?>("--show")
        {
            Description = "Draw one row in the terminal, or as a picture with -o FILE.png",
            HelpName = "ROW",
        };
        var window = new Option<string>("--window")
        {
            Description = "HU window to draw in: lung, mediastinum, bone or LO..HI",
            HelpName = "WINDOW",
            DefaultValueFactory = _ => "lung",
        };
        var command = new Command(
            "inspect",
            """
            Show what is in a data set: rows, columns, labels and what is odd.
            Reads the index only, unless --values; runs nothing of what a pickle names.

            Examples:
              lungseg inspect lung_cancer_train.pkl
              lungseg inspect --jsonl lung_cancer_test.pkl | head
              lungseg inspect --show 17 -o row17.png lung_cancer_test.pkl
            """
        )
        {
            common.Inputs,
            common.Reading,
            common.Rows,
            common.Labels,
            common.Shard,
            values,
            globals,
            show,
            window,
            common.Json,
            common.JsonLines,
            common.Output,
            common.Force,
            common.Jobs,
            common.Quiet,
            common.NoColor,
            common.Debug,
        };
        return (
            command,
            parse => new InspectRequest
            {
                Inputs = parse.GetRequiredValue(common.Inputs),
                Open = common.Open(parse, Leniency.Salvage),
                Part = common.Part(parse, terminal, printsLines: parse.GetValue(common.JsonLines)),
                View = View(
                    parse.GetValue(common.Json),
                    parse.GetValue(common.JsonLines),
                    parse.GetValue(globals),
                    parse.GetValue(show) is not null
                ),
                Values = parse.GetValue(values),
                Show = parse.GetValue(show),
                Window = parse.GetRequiredValue(window),
                Output = common.OutputFile(parse),
                Force = parse.GetValue(common.Force),
                Color = terminal.UsesColor(parse.GetValue(common.NoColor)),
                Quiet = parse.GetValue(common.Quiet),
                Jobs = common.JobCount(parse),
            }
        );
    }

    public static ExitCode Execute(InspectRequest request, Terminal terminal)
    {
        var shards = request.Part.Shards;
        if (request.Output is not null && request.View != InspectView.Picture && shards.Part is null)
            throw new UsageException("-o goes with --show, and with --shard; send other output to a file with '>'");
        if (shards.Part is not null && request.View is InspectView.Picture or InspectView.Globals or InspectView.GlobalsJson)
            throw new UsageException("--shard goes with what is said of all rows, not with --show or --globals");
        shards.RefuseNameless(request.Output);
        using var session = InputSession.Open(request.Inputs, request.Open, terminal);
        if (session.Dataset.Inputs.Count == 0)
            return session.Code;
        if (request.View is InspectView.Globals or InspectView.GlobalsJson)
        {
            GlobalsOutput.Write(session.Dataset, request.View == InspectView.GlobalsJson, terminal.Out);
            return session.Code;
        }

        if (request.View == InspectView.Picture)
        {
            ShowRow.Run(session, request, terminal);
            return session.Code;
        }

        var rows = session.Select(request.Part.Selection);
        using var work = shards.Start(session.Dataset, rows, request.Jobs, (request.Output, request.Force));
        var figures = request.Values ? ShardedFigures.Of(work) : null;
        if (work.IsShard)
        {
            shards.Finish(work, request.Output!, request.Quiet, terminal);
            return session.Code;
        }

        switch (request.View)
        {
            case InspectView.JsonLines:
                InspectJson.WriteLines(rows, figures, terminal.Out);
                break;
            case InspectView.Json:
                InspectJson.Write(session.Dataset, DatasetSummary.Of(session.Dataset, rows), figures, terminal.Out);
                break;
            default:
                InspectTable.Write(session.Dataset, DatasetSummary.Of(session.Dataset, rows), figures, (terminal, request.Color));
                break;
        }

        return session.Code;
    }

    private static InspectView View(bool json, bool jsonLines, bool globals, bool show) =>
        (json, jsonLines, globals, show) switch
        {
            (false, false, false, false) => InspectView.Table,
            (true, false, false, false) => InspectView.Json,
            (false, true, false, false) => InspectView.JsonLines,
            (false, false, true, false) => InspectView.Globals,
            (true, false, true, false) => InspectView.GlobalsJson,
            (false, false, false, true) => InspectView.Picture,
            _ => throw new UsageException(
                "--json, --jsonl, --globals and --show are different outputs; take one (--json goes with --globals)"
            ),
        };
}

using System.CommandLine;
using System.Globalization;
using LungSeg.Cli.Output;
using LungSeg.Core.Conversion;
using LungSeg.Core.Formats;
using LungSeg.Core.Splitting;

namespace LungSeg.Cli.Commands;

/// <summary><c>convert</c>: writes a data set in another format.</summary>
internal static class ConvertCommand
{
    public static Command Create(Terminal terminal)
    {
        var (command, request) = Build(terminal);
        command.SetAction(parse => (int)Execute(request(parse), terminal));
        return command;
    }

    /// <summary>The command, and what makes a request of its parsed words.</summary>
    public static (Command Command, Func<ParseResult, ConvertRequest> Request) Build(Terminal terminal)
    {
        var common = new CommonOptions();
        var own = new ConvertOptions();
        var dryRun = new Option<bool>("--dry-run", "-n") { Description = "Say what would be written" };
        var command = new Command(
            "convert",
            $"""
            Write a data set in another format, without losing a bit that the format can hold.

            Examples:
              lungseg convert lung_cancer_train.pkl -o train.npz
              lungseg convert lung_cancer_test.pkl -o pictures --to png --window lung --size 256

            Formats:
            {string.Join('\n', DatasetConverter.FormatSummaries.Select(format => $"  {format.Key, -10} {format.Value}"))}
            """
        )
        {
            common.Inputs,
            common.Reading,
            common.Rows,
            common.Labels,
        };
        own.AddTo(command);
        foreach (var option in new Option[] { common.Output, common.Force, dryRun, common.Shard, common.Jobs, common.Quiet, common.Debug })
            command.Options.Add(option);
        return (
            command,
            parse => new ConvertRequest
            {
                Inputs = parse.GetRequiredValue(common.Inputs),
                Open = common.Open(parse, Leniency.Strict),
                Selection = common.Selection(parse, terminal) with { Shard = null },
                Conversion = own.Read(
                    parse,
                    common.OutputFile(parse) ?? throw new UsageException("convert writes a file or folder: give -o OUT")
                ) with
                {
                    Overwrite = parse.GetValue(common.Force),
                    Shard = common.ShardRun(parse, terminal),
                    Jobs = common.JobCount(parse),
                },
                Split = own.Split(parse),
                DryRun = parse.GetValue(dryRun),
                Quiet = parse.GetValue(common.Quiet),
            }
        );
    }

    public static ExitCode Execute(ConvertRequest request, Terminal terminal)
    {
        var conversion = DatasetConversion.Create(request.Conversion);
        using var session = InputSession.Open(request.Inputs, request.Open, terminal);
        if (session.Code != ExitCode.Done)
            return session.Code;
        var split = request.Split is { } asked ? RowPlace.FromSplit(asked, [.. session.Dataset.Rows.Select(row => row.Name)]) : null;
        var rows = session
            .Select(request.Selection)
            .Where(row => split is null || !split.TryGetValue(row.Name, out var place) || place.Part != SplitAssignment.Dropped)
            .ToArray();
        if (rows.Length == 0)
            throw new UsageException("no row is selected, so there is nothing to write");
        var part = request.Conversion.Shard;
        var output = request.Conversion.Target;
        if (!request.Quiet)
        {
            session.Remark(terminal);
            if (request.Split?.Repeats.Count > 1)
                terminal.Error.WriteLine(
                    $"lungseg: the split has {request.Split.Repeats.Count} repeats, of which the first is taken; keep the lines of "
                        + "another to take that one"
                );
        }

        if (request.DryRun)
        {
            var count = conversion.With(split).CountRows(session.Dataset, rows);
            terminal.Error.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"lungseg: would write {output} as {request.Conversion.Format}: {count} rows")
            );
            return ExitCode.Done;
        }

        using var progress = Progress.Start(
            terminal,
            "rows",
            part is null ? rows.Length : rows.Count(row => part.Shard.Contains(session.Dataset.NumberOf(row))),
            request.Quiet
        );
        var result = conversion.With(split, progress.Advance).Run(session.Dataset, rows);
        progress.Finish();
        if (!request.Quiet)
        {
            if (result.EmptyMasks > 0)
                terminal.Error.WriteLine(
                    $"lungseg: {result.EmptyMasks} rows have no mask; theirs is written empty, as if there were no lesion"
                );
            if (result.GreyImages > 0)
                terminal.Error.WriteLine(
                    $"lungseg: the images of {result.GreyImages} rows are grey values of 8 bits, no HU, and written as they are "
                        + "unless --window is given"
                );
            var left = result.LeftOut > 0 ? $", {result.LeftOut} rows without a lesion left out" : string.Empty;
            terminal.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"lungseg: wrote {output} as {request.Conversion.Format}: {result.Rows} rows, {result.Files} files, "
                        + $"{result.Bytes / 1e6:0.0} MB{(request.Conversion.Verify && part is null ? ", verified" : string.Empty)}{left}"
                )
            );
        }

        return ExitCode.Done;
    }
}

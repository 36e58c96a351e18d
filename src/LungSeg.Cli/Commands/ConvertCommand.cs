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
        var common = new CommonOptions();
        var own = new ConvertOptions();
        var dryRun = new Option<bool>("--dry-run", "-n") { Description = "Say what would be written" };
        var command = new Command("convert", $"Write a data set in another format, without losing a bit that the format can hold.\n\nExamples:\n  lungseg convert lung_cancer_train.pkl -o train.npz\n  lungseg convert lung_cancer_test.pkl -o pictures --to png --window lung --size 256\n\nFormats:\n{string.Join("\n", DatasetConverter.FormatSummaries.Select(format => $"  {format.Key,-10} {format.Value}"))}")
        {
            common.Inputs, common.Reading, common.Rows, common.Labels,
        };
        own.AddTo(command);
        foreach (var option in new Option[] { common.Output, common.Force, dryRun, common.Jobs, common.Quiet, common.Debug })
            command.Options.Add(option);
        command.SetAction(parse => (int)Execute(
            new ConvertRequest
            {
                Inputs = parse.GetRequiredValue(common.Inputs),
                Open = common.Open(parse, Leniency.Strict),
                Selection = common.Selection(parse, terminal),
                Conversion = own.Read(parse, parse.GetValue(common.Output) ?? throw new UsageException("convert writes a file or folder: give -o OUT")) with
                {
                    Overwrite = parse.GetValue(common.Force),
                    Jobs = common.JobCount(parse),
                },
                Split = own.Split(parse),
                DryRun = parse.GetValue(dryRun),
                Quiet = parse.GetValue(common.Quiet),
            },
            terminal));
        return command;
    }

    public static ExitCode Execute(ConvertRequest request, Terminal terminal)
    {
        using var session = InputSession.Open(request.Inputs, request.Open, terminal);
        if (session.Code != ExitCode.Done)
            return session.Code;
        var split = request.Split is { } asked ? OrUsage(() => RowPlace.Of(asked, [.. session.Dataset.Rows.Select(row => row.Name)])) : null;
        var rows = session.Select(request.Selection).Where(row => split is null || !split.TryGetValue(row.Name, out var place) || place.Part != SplitAssignment.Dropped).ToArray();
        if (rows.Length == 0)
            throw new UsageException("no row is selected, so there is nothing to write");
        if (request.DryRun)
        {
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"lungseg: would write {request.Conversion.Output} as {request.Conversion.Format}: {rows.Length} rows"));
            return ExitCode.Done;
        }

        using var progress = Progress.Start(terminal, "rows", rows.Length, request.Quiet);
        var result = OrUsage(() => DatasetConverter.Convert(session.Dataset, rows, request.Conversion with { Split = split, RowDone = progress.Advance }));
        progress.Finish();
        if (!request.Quiet)
        {
            var left = result.LeftOut > 0 ? $", {result.LeftOut} rows without a lesion left out" : string.Empty;
            terminal.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"lungseg: wrote {request.Conversion.Output} as {request.Conversion.Format}: {result.Rows} rows, {result.Files} files, {result.Bytes / 1e6:0.0} MB{(request.Conversion.Verify ? ", verified" : string.Empty)}{left}"));
        }

        return ExitCode.Done;
    }

    private static T OrUsage<T>(Func<T> run)
    {
        try
        {
            return run();
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }
    }
}

using System.CommandLine;
using System.Globalization;
using LungSeg.Cli.Output;
using LungSeg.Core.Bytes;
using LungSeg.Core.Phantom;
using LungSeg.Thresholding;

namespace LungSeg.Cli.Commands;

/// <summary><c>demo</c>: a phantom data set in the real format.</summary>
internal static class DemoCommand
{
    private const int SmallestSide = 64;
    private const int LargestSide = 2048;

    public static Command Create(Terminal terminal)
    {
        var common = new CommonOptions();
        var output = new Option<string>("--output", "-o")
        {
            Description = "File to write: .pkl, or .pkl.gz",
            HelpName = "FILE",
            Required = true,
        };
        var rows = new Option<int>("--rows")
        {
            Description = "Number of rows",
            HelpName = "N",
            DefaultValueFactory = _ => 12,
        };
        var seed = new Option<ulong>("--seed")
        {
            Description = "Seed; the same seed gives the same file",
            HelpName = "S",
            DefaultValueFactory = _ => 1,
        };
        var side = new Option<int>("--side")
        {
            Description = "Pixels along each axis",
            HelpName = "N",
            DefaultValueFactory = _ => 512,
        };
        var protocol = new Option<int>("--protocol")
        {
            Description = "Pickle protocol: 4 or 5",
            HelpName = "N",
            DefaultValueFactory = _ => 4,
        };
        var failing = new Option<double>("--failing")
        {
            Description = "Share of scans on which the published thresholding fails",
            HelpName = "SHARE",
        };
        var cut = new Option<double>("--cut") { Description = "Share of scans whose body the field of view cuts", HelpName = "SHARE" };
        var command = new Command(
            "demo",
            """
            Write a phantom data set in the real format, to try everything before downloading 4 GB, and for tests.
            No patient is in it.

            Examples:
              lungseg demo -o demo.pkl.gz --rows 12
              lungseg demo -o train.pkl --rows 708 --seed 7
            """
        )
        {
            output,
            rows,
            seed,
            side,
            protocol,
            failing,
            cut,
            common.Force,
            common.Jobs,
            common.Quiet,
            common.NoColor,
            common.Debug,
        };
        command.SetAction(parse =>
        {
            var request = new DemoRequest
            {
                Output = Written(CommonOptions.NoStream(parse.GetRequiredValue(output))!),
                Rows = Within(parse.GetRequiredValue(rows), 1, 1_000_000, "--rows"),
                Seed = parse.GetRequiredValue(seed),
                Phantom = new PhantomOptions
                {
                    Side = Within(parse.GetRequiredValue(side), SmallestSide, LargestSide, "--side"),
                    FilledLungShare = Share(parse.GetValue(failing), "--failing"),
                    CutBodyShare = Share(parse.GetValue(cut), "--cut"),
                },
                Protocol = Within(parse.GetRequiredValue(protocol), 4, 5, "--protocol"),
                Force = parse.GetValue(common.Force),
                Jobs = common.JobCount(parse),
                Quiet = parse.GetValue(common.Quiet),
            };
            return (int)Execute(request, terminal);
        });
        return command;
    }

    public static ExitCode Execute(DemoRequest request, Terminal terminal)
    {
        using var progress = Progress.Start(terminal, "rows", request.Rows, request.Quiet);
        var phantoms = new PhantomDataset(request.Rows, request.Seed, request.Phantom);
        var outcomes = PhantomPickle.Write(
            request.Output,
            phantoms,
            new PhantomPickleOptions
            {
                Side = request.Phantom.Side,
                Protocol = request.Protocol,
                Overwrite = request.Force,
                Jobs = request.Jobs,
                RowDone = progress.Advance,
            }
        );
        progress.Finish();
        if (!request.Quiet)
        {
            var failed = outcomes.Count(outcome => !ThresholdOutcomes.HasMask(outcome));
            terminal.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"lungseg: wrote {request.Output}: {request.Rows} rows of {phantoms.ScanCount} phantom scans, seed "
                        + $"{request.Seed}; thresholding failed on {failed}"
                )
            );
        }

        return ExitCode.Done;
    }

    private static string Written(string path) => OutputName.Refusal(path) is { } refusal ? throw new UsageException(refusal) : path;

    private static int Within(int value, int low, int high, string option) =>
        value >= low && value <= high ? value : throw new UsageException($"{option} is {value}, expected {low} to {high}");

    private static double Share(double value, string option) =>
        value is >= 0 and <= 1
            ? value
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}, expected a share from 0 to 1"));
}

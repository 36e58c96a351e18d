using System.CommandLine;
using System.Globalization;
using LungSeg.Cli.Output;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Phantom;
using LungSeg.Thresholding;

namespace LungSeg.Cli.Commands;

/// <summary><c>demo</c>: a phantom data set in the real format.</summary>
internal sealed class DemoCommand : CliCommand
{
    private const int SmallestSide = 64;
    private const int LargestSide = 2048;

    private readonly Option<int> _rows = new("--rows")
    {
        Description = "Number of rows",
        HelpName = "N",
        DefaultValueFactory = _ => 12,
    };
    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Seed; the same seed gives the same file",
        HelpName = "S",
        DefaultValueFactory = _ => 1,
    };
    private readonly Option<int> _side = new("--side")
    {
        Description = "Pixels along each axis",
        HelpName = "N",
        DefaultValueFactory = _ => 512,
    };
    private readonly Option<int> _protocol = new("--protocol")
    {
        Description = "Pickle protocol: 4 or 5",
        HelpName = "N",
        DefaultValueFactory = _ => 4,
    };
    private readonly Option<double> _failing = new("--failing")
    {
        Description = "Share of scans on which the published thresholding fails",
        HelpName = "SHARE",
    };
    private readonly Option<double> _cut = new("--cut")
    {
        Description = "Share of scans whose body the field of view cuts",
        HelpName = "SHARE",
    };

    public DemoCommand()
        : base(
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
        Common.Output.Description = "File to write: .pkl, or .pkl.gz";
        Common.Output.Required = true;
        AddOptions(Common.Output, _rows, _seed, _side, _protocol, _failing, _cut);
        AddOptions(Common.Force, Common.Jobs, Common.Quiet, Common.NoColor, Common.Debug);
    }

    public override CommandRequest Build(ParseResult parse, Terminal terminal)
    {
        var settings = Common.BuildSettings(parse);
        if (OutputPacking.FindRefusal(settings.GetOutputFile()!) is { } refusal)
        {
            throw new UsageException(refusal);
        }

        return new DemoRequest
        {
            Settings = settings,
            Rows = RequireWithin(parse.GetValue(_rows), 1, 1_000_000, "--rows"),
            Seed = parse.GetValue(_seed),
            Phantom = new PhantomOptions
            {
                Side = RequireWithin(parse.GetValue(_side), SmallestSide, LargestSide, "--side"),
                FilledLungShare = RequireShare(parse.GetValue(_failing), "--failing"),
                CutBodyShare = RequireShare(parse.GetValue(_cut), "--cut"),
            },
            Protocol = RequireWithin(parse.GetValue(_protocol), 4, 5, "--protocol"),
        };
    }

    private static int RequireWithin(int value, int low, int high, string option) =>
        value >= low && value <= high ? value : throw new UsageException($"{option} is {value}, expected {low} to {high}");

    private static double RequireShare(double value, string option) =>
        value is >= 0 and <= 1
            ? value
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}, expected a share from 0 to 1"));
}

/// <summary>Request of <c>demo</c>.</summary>
internal sealed record DemoRequest : CommandRequest
{
    public required int Rows { get; init; }

    public required ulong Seed { get; init; }

    public required PhantomOptions Phantom { get; init; }

    public int Protocol { get; init; } = 4;

    public override ExitCode Execute(Terminal terminal)
    {
        OutputFolder.Try(Settings.Output!);
        TextFile.RefuseExisting(Settings.Output!, Settings.Force);
        using var progress = Progress.Start(terminal, Rows, Settings.Quiet);
        var phantoms = new PhantomDataset(Rows, Seed, Phantom);
        var outcomes = PhantomPickle.Write(
            Settings.Output!,
            phantoms,
            new PhantomPickleOptions
            {
                Side = Phantom.Side,
                Protocol = Protocol,
                Overwrite = Settings.Force,
                Jobs = Settings.Jobs,
                RowDone = progress.Advance,
            }
        );
        progress.Finish();
        if (!Settings.Quiet)
        {
            var failed = outcomes.Count(outcome => !ThresholdOutcomes.HasMask(outcome));
            terminal.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"lungseg: wrote {Settings.Output}: {Quantity.Of(Rows, "row")} of "
                        + $"{Quantity.Of(phantoms.ScanCount, "phantom scan")}, seed "
                        + $"{Seed}; thresholding failed on {failed}"
                )
            );
        }

        return ExitCode.Done;
    }
}

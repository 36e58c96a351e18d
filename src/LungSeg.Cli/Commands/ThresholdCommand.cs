using System.CommandLine;
using LungSeg.Core.Formats;
using LungSeg.Core.Regeneration;
using LungSeg.Thresholding;

namespace LungSeg.Cli.Commands;

/// <summary><c>threshold</c>: regenerates hu_array from hu_array_old, or finds the method that made the stored hu_array.</summary>
internal sealed class ThresholdCommand : CliCommand
{
    private readonly Option<bool> _check = new("--check")
    {
        Description = "Compare the stored hu_array with each method instead; -o FILE.png draws the worst rows",
    };
    private readonly Option<string> _method = new("--method")
    {
        Description = "published, two-largest or refined",
        HelpName = "METHOD",
        DefaultValueFactory = _ => "published",
    };
    private readonly Option<string> _onFailure = new("--on-failure")
    {
        Description = "Where there is no mask: keep the slice (as the authors did), zero it, or fail and write nothing",
        HelpName = "keep|zero|fail",
        DefaultValueFactory = _ => "keep",
    };

    public ThresholdCommand()
        : base(
            "threshold",
            """
            Regenerate hu_array from hu_array_old, or prove which method made the stored one.
            Everything but hu_array stays byte for byte.

            Examples:
              lungseg threshold lung_cancer_test.pkl -o refined.pkl --method refined
              lungseg threshold --check lung_cancer_test.pkl
              lungseg threshold --check lung_cancer_test.pkl -o worst.png
            """
        )
    {
        Arguments.Add(Common.Inputs);
        AddOptions(Common.Reading);
        AddOptions(Common.Rows, Common.Labels, _check, _method, _onFailure);
        AddOptions(Common.Output, Common.Force, Common.DryRun, Common.Shard, Common.Json, Common.JsonLines);
        AddOptions(Common.Printing);
        AddOptions(Common.Jobs, Common.Quiet, Common.Debug);
    }

    public override CommandRequest Build(ParseResult parse, Terminal terminal)
    {
        var check = parse.GetValue(_check);
        return new ThresholdRequest
        {
            Settings = Common.BuildSettings(
                parse,
                terminal,
                check ? Leniency.Salvage : Leniency.Strict,
                printsLines: check && parse.GetValue(Common.JsonLines)
            ),
            Check = check,
            Method = ParseMethod(parse.GetRequiredValue(_method)),
            OnFailure = ParseFailureAction(parse.GetRequiredValue(_onFailure)),
        };
    }

    private static ILungMasker ParseMethod(string name) =>
        LungMaskers.TryGet(name, out var masker)
            ? masker
            : throw new UsageException($"--method is '{name}', expected {string.Join(", ", LungMaskers.All.Select(known => known.Name))}");

    private static FailureAction ParseFailureAction(string name) =>
        name switch
        {
            "keep" => FailureAction.Keep,
            "zero" => FailureAction.Zero,
            "fail" => FailureAction.Fail,
            _ => throw new UsageException($"--on-failure is '{name}', expected keep, zero or fail"),
        };
}

using System.CommandLine;
using LungSeg.Core.Formats;
using LungSeg.Core.Model;
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
    private readonly Option<bool> _compare = new("--compare")
    {
        Description = "Print what hu_array of each method would keep of the lesions instead",
    };
    private readonly Option<string> _context = CreateContext("refined");
    private readonly Option<int> _hullMargin = CreateHullMargin();
    private readonly Option<string> _method = new("--method")
    {
        Description = "published, two-largest, refined or hull",
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
              lungseg threshold lung_cancer_test.pkl -o hull.pkl --method hull
              lungseg threshold lung_cancer_test.pkl -o refined.pkl --method refined
              lungseg threshold --compare lung_cancer_test.pkl
              lungseg threshold --check lung_cancer_test.pkl
              lungseg threshold --check lung_cancer_test.pkl -o worst.png
            """
        )
    {
        Arguments.Add(Common.Inputs);
        AddOptions(Common.Reading);
        AddOptions(Common.RowChoice);
        AddOptions(_check, _compare, _method, _context, _hullMargin, _onFailure);
        AddOptions(Common.Output, Common.Force, Common.DryRun, Common.Shard, Common.Json, Common.JsonLines);
        AddOptions(Common.Printing);
        AddOptions(Common.General);
    }

    public override CommandRequest Build(ParseResult parse, Terminal terminal)
    {
        var (check, compare) = (parse.GetValue(_check), parse.GetValue(_compare));
        if (check && compare)
        {
            throw new UsageException("--check and --compare are different questions; ask one");
        }

        var method = ParseMethod(parse.GetRequiredValue(_method));
        var context = ParseContext(parse.GetRequiredValue(_context));
        RefuseUnused(parse, _context, method is RefinedMasker && !check && !compare, "--method refined");
        RefuseUnused(parse, _hullMargin, method is HullMasker && !check && !compare, "--method hull");
        return new ThresholdRequest
        {
            Settings = Common.BuildSettings(
                parse,
                terminal,
                check || compare ? Leniency.Salvage : Leniency.Strict,
                printsLines: check && parse.GetValue(Common.JsonLines)
            ),
            Check = check,
            Compare = compare,
            Method = method is HullMasker ? CreateHull(parse.GetValue(_hullMargin)) : method,
            Context = context,
            OnFailure = ParseFailureAction(parse.GetRequiredValue(_onFailure)),
        };
    }

    /// <summary>The option that says what a method sees of a scan.</summary>
    internal static Option<string> CreateContext(string method) =>
        new("--context")
        {
            Description = $"What {method} sees: the slice, or also its neighbours in the scan (by position, else by likeness)",
            HelpName = "slice|scan",
            DefaultValueFactory = _ => "slice",
        };

    /// <summary>The option that says how far hull goes beyond the hulls.</summary>
    internal static Option<int> CreateHullMargin() =>
        new("--hull-margin")
        {
            Description = $"Pixels that hull adds around each lung's hull, 0 to {HullMasker.MaxMargin}",
            HelpName = "PX",
            DefaultValueFactory = _ => HullMasker.DefaultMargin,
        };

    /// <summary>Parses the value of <c>--context</c>.</summary>
    internal static SliceContext ParseContext(string name) =>
        SliceContexts.TryParse(name, out var context)
            ? context
            : throw new UsageException($"--context is '{name}', expected slice or scan");

    /// <summary>Creates the method hull with a margin from the command line.</summary>
    internal static HullMasker CreateHull(int margin) => new(CheckMargin(margin));

    /// <summary>Throws where a margin is out of range.</summary>
    internal static int CheckMargin(int margin) =>
        margin is >= 0 and <= HullMasker.MaxMargin
            ? margin
            : throw new UsageException($"--hull-margin is {margin}, expected 0 to {HullMasker.MaxMargin}");

    private static void RefuseUnused(ParseResult parse, Option option, bool isUsed, string use)
    {
        if (!isUsed && IsGiven(parse, option))
        {
            throw new UsageException($"{option.Name} goes with {use}");
        }
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

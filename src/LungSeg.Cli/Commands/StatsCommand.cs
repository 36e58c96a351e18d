using System.CommandLine;
using System.Globalization;
using LungSeg.Cli.Configuration;
using LungSeg.Core.Formats;
using LungSeg.Core.Model;
using LungSeg.Core.Reporting;
using LungSeg.Core.Statistics;

namespace LungSeg.Cli.Commands;

/// <summary><c>stats</c>: computes figures of rows, of classes or groups, and of the data set.</summary>
internal sealed class StatsCommand : CliCommand
{
    private readonly Option<string?> _figures = new("--figures")
    {
        Description = "Families of figures: hu,lesion,components,position,threshold,methods; fewer are faster (default: all but methods)",
        HelpName = "LIST",
    };

    private readonly Option<string> _image = new("--image")
    {
        Description = "Measure HU of hu_array_old or hu_array",
        HelpName = "COLUMN",
        DefaultValueFactory = _ => HuColumns.Name(HuColumn.HuOld),
    };

    private readonly Option<string> _by = new("--by")
    {
        Description = "Group rows by label, group, input, part, or after a join with match by malignancy or patient_id",
        HelpName = "NAME",
        DefaultValueFactory = _ => RowGroupings.Name(RowGrouping.Label),
    };

    private readonly Option<string?> _group = new("--group")
    {
        Description = "Groups for --by group: a CSV with the columns row and group (default: scans, found as split finds them)",
        HelpName = "FILE",
    };

    private readonly Option<string?> _spacing = new("--spacing")
    {
        Description = "Size of a pixel in mm, for diameters in mm: 0.7 or ROW,COL (default: what the input says, if it does)",
        HelpName = "MM",
    };

    private readonly Option<bool> _merge = new("--merge") { Description = "The inputs are documents of 'stats --json': join them" };

    private readonly Option<string?> _csv = new("--csv") { Description = "Write one line a row; - for standard output", HelpName = "FILE" };

    private readonly Option<string?> _report = new("--report")
    {
        Description = "Write one page with charts, findings and pictures, that needs no network",
        HelpName = "FILE.html",
    };

    private readonly Option<bool> _digest = new("--digest") { Description = "Name the SHA-256 of the inputs in the report" };

    public StatsCommand()
        : base(
            "stats",
            """
            Figures per row, per class and overall: HU without padding, lesion size and place, what hu_array kept.

            Examples:
              lungseg stats lung_cancer_train.pkl lung_cancer_test.pkl
              lungseg stats --csv rows.csv --where "lesion_kept==0" lung_cancer_test.pkl
              lungseg stats --report report.html lung_cancer_test.pkl
            """
        )
    {
        Arguments.Add(Common.Inputs);
        AddOptions(Common.Reading);
        AddOptions(Common.RowChoice);
        AddOptions(Common.Shard);
        AddOptions(_figures, _image, _by, _group, _spacing, _merge, _csv, _report, _digest);
        AddOptions(Common.Force, Common.Json, Common.JsonLines);
        AddOptions(Common.Printing);
        AddOptions(Common.General);
    }

    protected override IEnumerable<Option[]> Alternatives =>
        [.. base.Alternatives, [_figures, Common.Choosing.Where], .. Common.RowChoice.Select(option => new Option[] { _merge, option })];

    public override CommandRequest Build(ParseResult parse, Terminal terminal)
    {
        var settings = Common.BuildSettings(parse, terminal, Leniency.Salvage, printsLines: true);
        var figures = ParseFigures(parse.GetValue(_figures));
        var where = settings.Criteria.Where;
        if (where is not null && (where.Needs & ~figures) is var absent and not FigureFamilies.None)
        {
            throw new UsageException(
                $"--where needs figures that --figures leaves out; add {string.Join(",", FigureFamilyNames.Get(absent))}"
            );
        }

        var by = ParseBy(parse.GetRequiredValue(_by));
        if (by != RowGrouping.Group && (where?.LooksAt(FigureColumns.Group) ?? false))
        {
            throw new UsageException("--where needs the group, which rows have only with --by group");
        }

        return new StatsRequest
        {
            Settings = settings,
            Merge = parse.GetValue(_merge),
            Image = ParseImage(parse.GetRequiredValue(_image)),
            Figures = figures,
            Where = where,
            By = by,
            GroupFile = parse.GetValue(_group),
            SpacingMm = ParseSpacing(parse.GetValue(_spacing)),
            Csv = parse.GetValue(_csv),
            Report = OutputKind.RequirePage(parse.GetValue(_report)),
            Rules = parse.GetValue(_report) is null ? new RuleConfig() : RuleConfig.Find(terminal, parse.GetValue(Common.Quiet)),
            Page = new PageOptions
            {
                HasDigests = parse.GetValue(_digest),
                Reading = GivenOptions.Describe(parse, Common.Reading),
                Options = GivenOptions.Describe(
                    parse,
                    Options.Except([
                        _merge,
                        _csv,
                        _report,
                        Common.Force,
                        Common.Json,
                        Common.JsonLines,
                        Common.NoConfig,
                        Common.Debug,
                        Common.Quiet,
                        Common.Jobs,
                        .. Common.Printing,
                    ])
                ),
            },
        };
    }

    // Documents to merge are no data sets.
    public override bool TakesConfiguredInputs(ParseResult parse) => !parse.GetValue(_merge) && base.TakesConfiguredInputs(parse);

    private static FigureFamilies ParseFigures(string? text)
    {
        if (text is null)
        {
            return FigureFamilies.All;
        }

        var figures = FigureFamilies.None;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            figures |= FigureFamilyNames.TryParse(name, out var family) ? family : throw new UsageException(DescribeUnknown(name));
        }

        return figures == FigureFamilies.None
            ? throw new UsageException($"--figures is empty, expected some of {string.Join(", ", FigureFamilyNames.All)}")
            : figures;
    }

    private static string DescribeUnknown(string name) =>
        NearestWord.To(name, FigureFamilyNames.All) is { } nearest ? $"--figures has '{name}'; did you mean {nearest}?"
        : FigureColumns.All.FirstOrDefault(column => column.Name == name) is { } column
            ? $"--figures takes families of figures; {name} is in {string.Join(",", FigureFamilyNames.Get(column.Family))}"
        : $"--figures has '{name}', expected some of {string.Join(", ", FigureFamilyNames.All)}";

    private static HuColumn ParseImage(string name) =>
        HuColumns.TryParse(name, out var image)
            ? image
            : throw new UsageException($"--image is '{name}', expected {string.Join(" or ", HuColumns.Names)}");

    private static RowGrouping ParseBy(string name) =>
        RowGroupings.TryParse(name, out var by)
            ? by
            : throw new UsageException($"--by is '{name}', expected {string.Join(", ", RowGroupings.Names)}");

    private static PixelSpacing? ParseSpacing(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var sides = text.Split(',');
        if (sides.Length <= 2 && Array.TrueForAll(sides, IsLength))
        {
            return new PixelSpacing(
                double.Parse(sides[0], CultureInfo.InvariantCulture),
                double.Parse(sides[^1], CultureInfo.InvariantCulture)
            );
        }

        throw new UsageException($"--spacing is '{text}', expected mm: 0.7, or 0.7,0.8 for rows and columns");
    }

    private static bool IsLength(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var mm) && mm > 0 && double.IsFinite(mm);
}

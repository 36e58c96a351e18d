using System.CommandLine;
using System.Globalization;
using LungSeg.Core.Formats;
using LungSeg.Core.Model;
using LungSeg.Core.Statistics;

namespace LungSeg.Cli.Commands;

/// <summary>Options that only <c>stats</c> has.</summary>
internal sealed class StatsOptions
{
    public Option<string?> Figures { get; } =
        new("--figures")
        {
            Description = "Only these: hu,lesion,components,position,threshold; each takes its own time (default: all)",
            HelpName = "LIST",
        };

    public Option<string> Image { get; } =
        new("--image")
        {
            Description = "Measure HU of hu_array_old or hu_array",
            HelpName = "COLUMN",
            DefaultValueFactory = _ => HuColumns.Name(HuColumn.HuOld),
        };

    public Option<string?> Where { get; } =
        new("--where") { Description = "Only rows with such figures: \"lesion_px>0 and stored==ok\"", HelpName = "EXPR" };

    public Option<string> By { get; } =
        new("--by")
        {
            Description = "Put rows together by label or by group",
            HelpName = "label|group",
            DefaultValueFactory = _ => "label",
        };

    public Option<string?> Group { get; } =
        new("--group")
        {
            Description = "Groups for --by group: a CSV with the columns row and group (default: scans, found as split finds them)",
            HelpName = "FILE",
        };

    public Option<string?> Spacing { get; } =
        new("--spacing")
        {
            Description = "Size of a pixel in mm, for diameters in mm: 0.7 or ROW,COL (default: what the input says, if it does)",
            HelpName = "MM",
        };

    public Option<bool> Merge { get; } = new("--merge") { Description = "The inputs are documents of 'stats --json': join them" };

    public Option<string?> Csv { get; } = new("--csv") { Description = "Write one line a row; - for standard output", HelpName = "FILE" };

    public Option<string?> Report { get; } =
        new("--report")
        {
            Description = "Write one page with charts, findings and pictures, that needs no network",
            HelpName = "FILE.html",
        };

    public StatsRequest Request(ParseResult parse, CommonOptions common, Terminal terminal)
    {
        var figures = FiguresOf(parse.GetValue(Figures));
        var where = parse.GetValue(Where) is { } condition ? RowFilter.Parse(condition) : null;
        if (where is not null && (where.Needs & ~figures) is var absent and not FigureFamilies.None)
            throw new UsageException($"--where looks at figures that --figures leaves out; add {string.Join(",", FigureNames.Of(absent))}");
        var byGroup = IsByGroup(parse.GetRequiredValue(By));
        if (!byGroup && (where?.LooksAt(RowColumns.Group) ?? false))
            throw new UsageException("--where looks at the group, which rows have only with --by group");
        return new StatsRequest
        {
            Inputs = parse.GetRequiredValue(common.Inputs),
            Open = common.Open(parse, Leniency.Salvage),
            Selection = common.Selection(parse, terminal),
            Merge = parse.GetValue(Merge),
            Image = ImageOf(parse.GetRequiredValue(Image)),
            Figures = figures,
            Where = where,
            ByGroup = byGroup,
            GroupFile = parse.GetValue(Group),
            SpacingMm = SpacingOf(parse.GetValue(Spacing)),
            Json = parse.GetValue(common.Json),
            JsonLines = parse.GetValue(common.JsonLines),
            Csv = parse.GetValue(Csv),
            Report = parse.GetValue(Report),
            Force = parse.GetValue(common.Force),
            Color = terminal.UsesColor(parse.GetValue(common.NoColor)),
            Quiet = parse.GetValue(common.Quiet),
            Jobs = common.JobCount(parse),
        };
    }

    private static FigureFamilies FiguresOf(string? text)
    {
        if (text is null)
            return FigureFamilies.All;
        var figures = FigureFamilies.None;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            figures |= FigureNames.TryParse(name, out var family)
                ? family
                : throw new UsageException($"--figures has '{name}', expected some of {string.Join(", ", FigureNames.All)}");
        return figures == FigureFamilies.None
            ? throw new UsageException($"--figures is empty, expected some of {string.Join(", ", FigureNames.All)}")
            : figures;
    }

    private static HuColumn ImageOf(string name) =>
        HuColumns.TryParse(name, out var image)
            ? image
            : throw new UsageException($"--image is '{name}', expected {string.Join(" or ", HuColumns.Names)}");

    private static bool IsByGroup(string name) =>
        name switch
        {
            "label" => false,
            "group" => true,
            _ => throw new UsageException($"--by is '{name}', expected label or group"),
        };

    private static (double RowMm, double ColumnMm)? SpacingOf(string? text)
    {
        if (text is null)
            return null;
        var sides = text.Split(',');
        if (sides.Length <= 2 && Array.TrueForAll(sides, IsLength))
            return (double.Parse(sides[0], CultureInfo.InvariantCulture), double.Parse(sides[^1], CultureInfo.InvariantCulture));
        throw new UsageException($"--spacing is '{text}', expected mm: 0.7, or 0.7,0.8 for rows and columns");
    }

    private static bool IsLength(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var mm) && mm > 0 && double.IsFinite(mm);
}

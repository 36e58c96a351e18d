using System.CommandLine;
using System.Globalization;
using LungSeg.Core.Conversion;
using LungSeg.Core.Model;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;
using LungSeg.Thresholding;

namespace LungSeg.Cli.Completion;

/// <summary>The fixed words that can be values of options. Words that help shows as <c>a|b</c> are read from the help.</summary>
internal static class OptionWords
{
    private static readonly string[] Reports = ["text", "json", "junit", "sarif", "github", "markdown"];

    private static readonly Dictionary<string, Func<IEnumerable<Candidate>>> Known = new()
    {
        ["--from FORMAT"] = () => Candidate.FromWords(["pickle", "npy", "npz", "nifti", "dicom", "nnunet", "monai", "png"]),
        ["--column NAME"] = () => Candidate.FromWords([DatasetColumns.Mask, DatasetColumns.Hu, DatasetColumns.HuOld]),
        ["--image COLUMN"] = () => Candidate.FromWords(HuColumns.Names),
        ["--to FORMAT"] = () =>
            DatasetConverter
                .FormatSummaries.Where(format => DatasetConverter.Writes(format.Key))
                .Select(format => new Candidate(format.Key, format.Value)),
        ["--window WINDOW"] = () => Candidate.FromWords(["lung", "mediastinum", "bone"]),
        ["--dtype DTYPE"] = () => Candidate.FromWords(["auto", "int16", "float32", "float64"]),
        ["--resample HOW"] = () => Candidate.FromWords(["area", "lanczos"]),
        ["--mask-value V"] = () =>
            Candidate.FromWords(ConversionOptions.MaskValues.Select(value => value.ToString(CultureInfo.InvariantCulture))),
        ["--hu-array METHOD"] = () => Methods.Append(new Candidate("none", "leave it out")),
        ["--method METHOD"] = () => Methods,
        ["--protocol P"] = () => Candidate.FromWords(["4", "5"]),
        ["--protocol N"] = () => Candidate.FromWords(["4", "5"]),
        ["--classes KIND"] = () => Candidate.FromWords(["lungrads", "cancer"]),
        ["--coco-seg KIND"] = () => Candidate.FromWords(["rle", "polygon"]),
        ["--figures LIST"] = () => Candidate.FromWords(FigureFamilyNames.All),
        ["--where EXPR"] = () => Candidate.FromWords(FigureColumns.All.Select(column => column.Name)),
        ["--only RULES"] = () => Rules,
        ["--skip RULES"] = () => Rules,
        ["--with RULES"] = () => ChoosingRules,
        ["--without RULES"] = () => ChoosingRules,
        ["--fail-on SEVERITY"] = () => Candidate.FromWords([.. Severities.WorstFirst.Select(Severities.Name), "never"]),
        ["--format FORMAT"] = () => Candidate.FromWords(Reports),
        ["--report FORMAT=FILE"] = () => Candidate.FromWords(Reports.Select(format => format + "=")),
        ["--shard I/N"] = () => [new Candidate("auto", "from the array job it runs in")],
    };

    private static readonly string[] Lists = ["--rows", "--label", "--figures", "--only", "--skip", "--with", "--without"];

    private static IEnumerable<Candidate> Methods => Candidate.FromWords(LungMaskers.All.Select(masker => masker.Name));

    /// <summary>Rules that need no other option.</summary>
    private static IEnumerable<Candidate> Rules =>
        RuleCatalog.All.Where(rule => !rule.NeedsCollection).Select(rule => new Candidate(rule.Name, $"{rule.Id} {rule.Summary}"));

    private static IEnumerable<Candidate> ChoosingRules =>
        RuleCatalog
            .All.Where(rule => rule.ChoosesRows)
            .Select(rule => new Candidate(rule.Name, $"{rule.Id} {rule.Summary}"))
            .Concat(Candidate.FromWords(Severities.WorstFirst.Select(Severities.Name)));

    /// <summary>Whether the value is a list with commas.</summary>
    public static bool IsList(Option option) => Lists.Contains(option.Name);

    /// <summary>Whether the value names rows of the inputs.</summary>
    public static bool TakesRows(Option option) => option.HelpName is "ROWS" or "ROW";

    /// <summary>Whether the value names labels of rows.</summary>
    public static bool TakesLabels(Option option) => option.HelpName == "LABELS";

    /// <summary>Candidates for a value that is a fixed word or a path.</summary>
    public static IEnumerable<Candidate> GetCandidates(Option option)
    {
        var help = option.HelpName ?? string.Empty;
        if (Known.TryGetValue($"{option.Name} {help}", out var words))
        {
            return words();
        }
        var parts = help.Split('|');
        return
        [
            .. parts.Length > 1 ? Candidate.FromWords(parts.Where(part => part.All(char.IsAsciiLetterLower))) : [],
            .. parts.Any(part => part.StartsWith("FILE", StringComparison.Ordinal)) ? [Candidate.Files] : Array.Empty<Candidate>(),
            .. parts.Contains("FOLDER") ? [Candidate.Folders] : Array.Empty<Candidate>(),
        ];
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LungSeg.Core.Selection;
using LungSeg.Core.Validation;

namespace LungSeg.Cli.Configuration;

/// <summary>The options for which lungseg.toml may give defaults, and how its values become words of a command line.</summary>
/// <remarks>
/// A file in a foreign checkout must not be able to write anywhere: what is not listed here cannot be set, and a test names every option
/// of every command as one or the other.
/// </remarks>
internal static class ConfigurableOptions
{
    /// <summary>Options that hold no path, or whose value is checked like any other.</summary>
    private static readonly string[] Plain =
    [
        "all",
        "allow-empty",
        "annotate-limit",
        "assume-hu",
        "assume-signed",
        "by",
        "class",
        "classes",
        "coco-seg",
        "column",
        "columns",
        "columns-only",
        "context",
        "dataset-id",
        "digest",
        "dtype",
        "fail-on",
        "fail-under",
        "figures",
        "folds",
        "format",
        "from",
        "hd95",
        "host-port",
        "hu-array",
        "hull-margin",
        "image",
        "jobs",
        "json",
        "jsonl",
        "label",
        "label-map",
        "label-names",
        "leaked",
        "lesion",
        "lesion-area",
        "lesion-crop",
        "lidc-outline",
        "lidc-readers",
        "mask-place",
        "mask-resample",
        "mask-value",
        "match",
        "match-iou",
        "method",
        "missing",
        "no-color",
        "no-open",
        "on",
        "on-failure",
        "only",
        "parts",
        "plain",
        "policy",
        "port",
        "prediction-column",
        "preset",
        "probability",
        "protocol",
        "quiet",
        "repeat",
        "resample",
        "resize",
        "salvage",
        "seed",
        "seg-threshold",
        "sha256",
        "shard-size",
        "size",
        "skip",
        "spacing",
        "split-by",
        "threshold",
        "to",
        "tolerance",
        "uncompressed",
        "values",
        "verify",
        "where",
        "width",
        "window",
        "with",
        "without",
        "zoom",
    ];

    /// <summary>Options that name a file or folder to read; it must lie in the folder of lungseg.toml.</summary>
    private static readonly string[] Paths =
    [
        "baseline",
        "columns-from",
        "converted",
        "group",
        "keep-test",
        "labels",
        "lidc",
        "masks",
        "split",
        "train",
        "without-marks",
    ];

    /// <summary>Options that lungseg.toml may not set, and why.</summary>
    private static readonly (string Why, string[] Names)[] Refused =
    [
        (
            "lungseg.toml sets no outputs and no --force, so that a file from elsewhere cannot write anything; give it on the command line",
            ["output", "force", "csv", "draws", "export", "init", "make", "marks", "report", "write-baseline"]
        ),
        (
            "it says what one run does; give it on the command line",
            [
                "check",
                "compare",
                "compat",
                "card",
                "card-file",
                "creator",
                "date",
                "debug",
                "download-url",
                "draft",
                "dry-run",
                "globals",
                "help",
                "leakage",
                "license",
                "make-index",
                "manifest",
                "mendeley",
                "merge",
                "prediction",
                "rows",
                "rules",
                "shard",
                "show",
                "suspects",
                "update",
                "url",
            ]
        ),
        ("lungseg.toml is a configuration itself", ["config", "no-config"]),
    ];

    /// <summary>Names of the options that can be set.</summary>
    public static IEnumerable<string> Names => Plain.Concat(Paths);

    /// <summary>Names of the options that cannot be set.</summary>
    public static IEnumerable<string> RefusedNames => Refused.SelectMany(refused => refused.Names);

    /// <summary>Throws where a name is that of no option, or of one that may not be set.</summary>
    /// <exception cref="FormatException">The name is refused; the message says why.</exception>
    public static void Check(string name, string section)
    {
        if (Plain.Contains(name) || Paths.Contains(name))
        {
            return;
        }

        if (Refused.FirstOrDefault(refused => refused.Names.Contains(name)).Why is { } why)
        {
            throw new FormatException($"[{section}] may not set '{name}': {why}");
        }

        if (ValidationLimits.Defaults.FirstOrDefault(limit => limit.Name == name.Replace('-', '_')) is { } rule)
        {
            throw new FormatException($"'{rule.Name}' is a limit of a rule: it stands in [validate.limits]");
        }

        throw ProjectFile.Unknown(name, $"an option that [{section}] can set", Names);
    }

    /// <summary>The words of a command line that give an option its value.</summary>
    /// <param name="option">The option.</param>
    /// <param name="value">The value.</param>
    /// <param name="resolve">Gives the path to use for a path in the settings; throws where it may not be used.</param>
    /// <exception cref="FormatException">The value is of another type than the option's.</exception>
    public static IEnumerable<string> GetWords(Option option, JsonElement value, Func<string, string> resolve)
    {
        if (option.ValueType == typeof(bool))
        {
            return value.ValueKind switch
            {
                JsonValueKind.True => [option.Name],
                JsonValueKind.False => [],
                _ => throw Mismatch(option, "true or false"),
            };
        }

        var name = option.Name[2..];
        var texts = GetTexts(option, value).Select(text => Paths.Contains(name) ? ResolvePath(name, text, resolve) : text);
        return option.ValueType == typeof(string[])
            ? texts.Select(text => $"{option.Name}={text}")
            : [$"{option.Name}={string.Join(',', texts)}"];
    }

    private static string[] GetTexts(Option option, JsonElement value)
    {
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        if (type != typeof(string) && type != typeof(string[]))
        {
            return value.ValueKind == JsonValueKind.Number
                ? [value.GetRawText()]
                : throw Mismatch(option, type == typeof(double) ? "a number" : "an integer");
        }

        string[] texts = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(GetText)] : [GetText(value)];
        return texts.Length > 0 && Array.TrueForAll(texts, text => text.Length > 0)
            ? texts
            : throw Mismatch(option, "a text, or a list of texts, and none that is empty");
    }

    private static string GetText(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetDouble().ToString(CultureInfo.InvariantCulture),
            _ => string.Empty,
        };

    private static string ResolvePath(string name, string text, Func<string, string> resolve)
    {
        if (name == "group" && text is Commands.SplitGroups.Infer or Commands.SplitGroups.None)
        {
            return text;
        }

        if (name != "without-marks")
        {
            return resolve(text);
        }

        // With marks behind it, what is resolved here is what is opened.
        var (path, marks) = ChoosingOptions.SplitMarks(text);
        return $"{resolve(path)}:{marks ?? RowMarks.Reject}";
    }

    private static FormatException Mismatch(Option option, string expected) => new($"'{option.Name[2..]}' must be {expected}");
}

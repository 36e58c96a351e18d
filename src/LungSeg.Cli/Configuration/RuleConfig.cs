using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Validation;

namespace LungSeg.Cli.Configuration;

/// <summary>
/// The section <c>validate</c> of a settings file. Unknown names are errors: a misspelt rule would otherwise keep its default severity.
/// </summary>
internal sealed record RuleConfig
{
    /// <summary>Name of the settings file that is read by default.</summary>
    public const string DefaultName = "lungseg.json";

    /// <summary>The section of settings of rules.</summary>
    public const string Section = "validate";

    /// <summary>The key of the severity from which on <c>validate</c> exits 1.</summary>
    public const string FailOnKey = "fail_on";

    /// <summary>The value of <see cref="FailOnKey"/> with which no finding fails the run.</summary>
    public const string NeverFails = "never";

    /// <summary>Members of the section.</summary>
    public static IReadOnlyList<string> Members { get; } = ["rules", "limits", "paths", FailOnKey];

    public RuleSettings Settings { get; private init; } = RuleSettings.Default;

    public IReadOnlyList<PathSettings> Paths { get; private init; } = [];

    /// <summary>Value of <c>fail_on</c>; null where it is not set.</summary>
    public string? FailOn { get; private init; }

    /// <summary>The settings as lines of text, for the plan of a shard: shards with different settings cannot be merged.</summary>
    public IEnumerable<string> Parameters =>
        [$"{FailOnKey} {FailOn}", .. Texts(string.Empty, Settings), .. Paths.SelectMany(path => Texts(path.Pattern, path.Settings))];

    /// <summary>The severities and limits that are set, for people: one text each.</summary>
    public IEnumerable<string> Descriptions =>
        Parameters.Where(text => text.TrimEnd() != FailOnKey).Select(text => text.Replace('\t', ' ').Trim());

    /// <summary>The settings as options of a validation.</summary>
    public ValidationOptions Options => new() { Settings = Settings, Paths = Paths };

    /// <summary>The settings in force: those of lungseg.toml, else of lungseg.json in the working folder.</summary>
    /// <exception cref="UsageException">Both stand in reach, or a setting is invalid.</exception>
    public static RuleConfig Find(Terminal terminal, bool quiet)
    {
        if (terminal.IgnoresConfig || (terminal.Project is null && !File.Exists(DefaultName)))
        {
            return new RuleConfig();
        }

        if (terminal.Project is not { } project)
        {
            if (!quiet)
            {
                terminal.Error.WriteLine($"lungseg: settings are read from {DefaultName}");
            }

            return Read(DefaultName);
        }

        return File.Exists(DefaultName)
            ? throw new UsageException(
                $"{project.Path} and {DefaultName} both hold settings: keep one of them, or give --no-config to read neither"
            )
            : project.Rules;
    }

    /// <summary>Reads a settings file.</summary>
    /// <exception cref="UsageException">The file is missing, is not JSON, or holds an unknown name or an invalid value.</exception>
    public static RuleConfig Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(
                RunFiles.ReadAllBytes(path),
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
            );
            return ParseRoot(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new UsageException($"{path}: not JSON: {JsonFault.Describe(e)}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"{path}: file not found");
        }
        catch (Exception e) when (IsFault(e))
        {
            throw new UsageException($"{path}: {e.Message}");
        }
    }

    /// <summary>Whether this exception says that a setting is invalid.</summary>
    public static bool IsFault(Exception e) => e is InvalidRequestException or FormatException or InvalidOperationException;

    private static IEnumerable<string> Texts(string pattern, RuleSettings settings) =>
        [
            .. settings.Severities.Select(rule =>
                $"{pattern}\t{rule.Key}\t{(rule.Value is { } severity ? Severities.Name(severity) : "off")}"
            ),
            .. settings.Limits.Select(limit =>
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{pattern}\t{limit.Key}\t{limit.Value:R}")
            ),
        ];

    private static RuleConfig ParseRoot(JsonElement root)
    {
        var config = new RuleConfig();
        foreach (var section in ListMembers(root, "the file"))
        {
            if (section.Name == Section)
            {
                config = ParseSection(section.Value);
            }
            else if (section.Name != "$schema")
            {
                throw new FormatException($"'{section.Name}' is not known; expected {Section}");
            }
        }

        return config;
    }

    /// <summary>Reads the section of settings of rules.</summary>
    public static RuleConfig ParseSection(JsonElement section)
    {
        var settings = RuleSettings.Default;
        var paths = new List<PathSettings>();
        string? failOn = null;
        foreach (var member in ListMembers(section, Section))
        {
            switch (member.Name)
            {
                case FailOnKey:
                    failOn = Text(member.Value, FailOnKey);
                    if (failOn != NeverFails && !Severities.TryGet(failOn, out _))
                    {
                        throw new FormatException($"{FailOnKey} is '{failOn}', expected error, warning, note or {NeverFails}");
                    }

                    break;
                case "paths":
                    paths.AddRange(Items(member.Value).Select(ParsePath));
                    break;
                default:
                    settings =
                        With(settings, member)
                        ?? throw new FormatException(
                            $"'{member.Name}' is not known in {Section}; expected rules, limits, paths or fail_on"
                        );
                    break;
            }
        }

        return new RuleConfig
        {
            Settings = settings,
            Paths = paths,
            FailOn = failOn,
        };
    }

    private static PathSettings ParsePath(JsonElement item)
    {
        var settings = RuleSettings.Default;
        string? pattern = null;
        foreach (var member in ListMembers(item, "an item of paths"))
        {
            if (member.Name == "path")
            {
                pattern = Text(member.Value, "path");
            }
            else
            {
                settings =
                    With(settings, member)
                    ?? throw new FormatException($"'{member.Name}' is not known in paths; expected path, rules or limits");
            }
        }

        return new PathSettings(pattern ?? throw new FormatException("an item of paths has no 'path'"), settings);
    }

    /// <summary>The settings with one JSON member added; null where it is neither <c>rules</c> nor <c>limits</c>.</summary>
    private static RuleSettings? With(RuleSettings settings, JsonProperty member) =>
        member.Name switch
        {
            "rules" => settings with
            {
                Severities = Once(ListMembers(member.Value, "rules"), "rule", rule => RuleId(rule.Name), GetSeverity),
            },
            "limits" => settings with { Limits = Checked(Once(ListMembers(member.Value, "limits"), "limit", limit => limit.Name, Number)) },
            _ => null,
        };

    /// <summary>Reads members by key and throws where a key is set twice. (A rule can be set by its id and by its name.)</summary>
    private static Dictionary<string, T> Once<T>(
        JsonElement.ObjectEnumerator members,
        string what,
        Func<JsonProperty, string> keyOf,
        Func<JsonProperty, T> valueOf
    )
    {
        var values = new Dictionary<string, T>();
        foreach (var member in members)
        {
            if (!values.TryAdd(keyOf(member), valueOf(member)))
            {
                throw new FormatException(
                    $"{what} '{member.Name}'{(keyOf(member) == member.Name ? string.Empty : $" ({keyOf(member)})")} is set twice"
                );
            }
        }

        return values;
    }

    private static string RuleId(string name) =>
        RuleCatalog.Find(name)?.Id ?? throw new FormatException($"rule '{name}' is not known; {ErrorText.DescribeRule(name)}");

    private static Severity? GetSeverity(JsonProperty rule)
    {
        var name = Text(rule.Value, rule.Name);
        if (name == "off")
        {
            return null;
        }

        return Severities.TryGet(name, out var severity)
            ? severity
            : throw new FormatException($"'{name}' for rule '{rule.Name}' is not known; expected off, note, warning or error");
    }

    private static Dictionary<string, double> Checked(Dictionary<string, double> limits)
    {
        _ = new ValidationLimits().With(limits);
        return limits;
    }

    private static double Number(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.Number
            ? member.Value.GetDouble()
            : throw new FormatException($"'{member.Name}' must be a number");

    private static string Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new FormatException($"'{name}' must be a string");

    private static JsonElement.ObjectEnumerator ListMembers(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : throw new FormatException($"{name} must be an object");

    private static JsonElement.ArrayEnumerator Items(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw new FormatException("paths must be an array");
}

using System.CommandLine;
using System.Text.Json;
using LungSeg.Core.Bytes;

namespace LungSeg.Cli.Configuration;

/// <summary>
/// lungseg.toml, the settings of a project: inputs, defaults of options, severities and limits of rules. Flags win over it. It cannot set
/// outputs, and every file that it names lies in its own folder.
/// </summary>
internal sealed class ProjectFile
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "lungseg.toml";

    private const int MaxBytes = 1 << 16;
    private const string AllCommands = "options";
    private const string InputsKey = "inputs";
    private const string WithoutKey = "without";

    private static readonly string[] Commands = ["inspect", "stats", "convert", "split", "threshold", RuleConfig.Section];

    private readonly string _folder;
    private readonly TomlDocument _document;
    private readonly JsonElement _root;

    private ProjectFile(string path, string folder, TomlDocument document)
    {
        (Path, _folder, _document, _root) = (path, folder, document, document.Root);
        Check();
        Rules = _root.TryGetProperty(RuleConfig.Section, out var section) ? ParseRules(PickRules(section)) : new RuleConfig();
    }

    /// <summary>Path of the file, as it is shown.</summary>
    public string Path { get; }

    /// <summary>Severities and limits of rules.</summary>
    public RuleConfig Rules { get; }

    /// <summary>Finds and reads the file in a folder or the nearest one above it; null where there is none.</summary>
    /// <exception cref="UsageException">It cannot be read, or a setting is invalid.</exception>
    public static ProjectFile? Find(string folder)
    {
        for (var at = new DirectoryInfo(System.IO.Path.GetFullPath(folder)); at is not null; at = at.Parent)
        {
            var path = System.IO.Path.Join(at.FullName, FileName);
            if (System.IO.Path.Exists(path) || new FileInfo(path).LinkTarget is not null)
            {
                return Read(path, at.FullName, System.IO.Path.GetRelativePath(folder, path));
            }
        }

        return null;
    }

    /// <summary>The words that the settings add to a command line, each with the key that gives it.</summary>
    /// <param name="command">The command.</param>
    /// <param name="parse">What the user gave; such options are left as they are.</param>
    /// <param name="takesInputs">Whether inputs are added where the user gave none.</param>
    /// <exception cref="UsageException">A value is of another type than its option, or a path is outside the file's folder.</exception>
    public IReadOnlyList<ConfiguredWord> GetWords(CliCommand command, ParseResult parse, bool takesInputs)
    {
        try
        {
            return [.. ListWords(command, parse, takesInputs)];
        }
        catch (FormatException e)
        {
            throw new UsageException($"{Path}: {e.Message}");
        }
    }

    /// <summary>A name that is not known, with the nearest that is.</summary>
    public static FormatException Unknown(string name, string what, IEnumerable<string> known)
    {
        string[] names = [.. known];
        var hint = NearestWord.To(name, names) is { } nearest ? $"did you mean {nearest}?" : $"there are {string.Join(", ", names)}";
        return new FormatException($"'{PrintableText.Escape(name, 60)}' is not {what}; {hint}");
    }

    private static ProjectFile Read(string path, string folder, string shown)
    {
        try
        {
            if (!ContainedPath.IsRegularFile(path) || !ContainedPath.IsWithin(path, folder))
            {
                throw new FormatException("this is no file, or a link to another folder; --no-config leaves it out");
            }

            if (ContainedPath.GetLength(path) is var length && length > MaxBytes)
            {
                throw new FormatException($"{length} bytes are too many for settings, which have up to {MaxBytes}");
            }

            return new ProjectFile(shown, folder, TomlText.Parse(RunFiles.ReadAllBytes(path)));
        }
        catch (Exception e) when (RuleConfig.IsFault(e))
        {
            throw new UsageException($"{shown}: {e.Message}");
        }
    }

    /// <summary>Throws where a key is not known, whichever command runs.</summary>
    private void Check()
    {
        foreach (var member in _root.EnumerateObject().Where(member => member.Name is not (InputsKey or WithoutKey)))
        {
            if (member.Name != AllCommands && !Commands.Contains(member.Name))
            {
                throw _document.At(
                    member.Name,
                    Unknown(member.Name, $"a key of {FileName}", [InputsKey, WithoutKey, AllCommands, .. Commands])
                );
            }

            foreach (var option in _document.ReadAt(member.Name, () => EnumerateSection(member.Value, member.Name)))
            {
                if (member.Name != RuleConfig.Section || !RuleConfig.Members.Contains(option.Name))
                {
                    _document.ReadAt(
                        $"{member.Name}.{option.Name}",
                        () => ConfigurableOptions.Check(GetOptionName(option.Name), member.Name)
                    );
                }
            }
        }
    }

    private RuleConfig ParseRules(JsonElement section)
    {
        try
        {
            return RuleConfig.ParseSection(section);
        }
        catch (Exception e) when (RuleConfig.IsFault(e))
        {
            throw _document.Locate(RuleConfig.Section, e);
        }
    }

    private IEnumerable<ConfiguredWord> ListWords(CliCommand command, ParseResult parse, bool takesInputs)
    {
        foreach (var (key, place, section, name, value) in ListSettings(command.Name))
        {
            var option = command.Options.FirstOrDefault(option => option.Name == "--" + name);
            if (option is null && section == command.Name)
            {
                throw _document.At(
                    place,
                    Unknown(
                        name,
                        $"an option of {command.Name}",
                        command.Options.Select(option => option.Name[2..]).Intersect(ConfigurableOptions.Names)
                    )
                );
            }

            if (option is null || parse.GetResult(option) is { Implicit: false } || command.IsReplaced(parse, option))
            {
                continue;
            }

            foreach (
                var word in _document.ReadAt<string[]>(
                    place,
                    () => [.. ConfigurableOptions.GetWords(option, value, path => Resolve(path, key))]
                )
            )
            {
                yield return new ConfiguredWord(word, key, option) { Line = _document.GetLine(place) };
            }
        }

        if (takesInputs && _root.TryGetProperty(InputsKey, out var inputs))
        {
            foreach (
                var input in _document.ReadAt<string[]>(
                    InputsKey,
                    () => [.. GetTexts(inputs, InputsKey).Select(path => Resolve(path, InputsKey))]
                )
            )
            {
                yield return new ConfiguredWord(input, InputsKey, null) { Line = _document.GetLine(InputsKey) };
            }
        }
    }

    /// <summary>The settings of a command; those of its own section take the place of those for all commands.</summary>
    private List<Setting> ListSettings(string command)
    {
        var settings = new Dictionary<string, Setting>(StringComparer.Ordinal);

        // What is wrong with the data is said of all of it: validate leaves rows out only where it is asked to by name.
        if (command != RuleConfig.Section && _root.TryGetProperty(WithoutKey, out var without))
        {
            settings[WithoutKey] = new Setting(WithoutKey, WithoutKey, AllCommands, WithoutKey, without);
        }

        foreach (var section in (ReadOnlySpan<string>)[AllCommands, command])
        {
            if (!_root.TryGetProperty(section, out var options))
            {
                continue;
            }

            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var option in EnumerateSection(options, section))
            {
                var (name, place) = (GetOptionName(option.Name), $"{section}.{option.Name}");
                if (!seen.Add(name))
                {
                    throw _document.At(place, new FormatException($"[{section}] sets '{name}' twice"));
                }

                if (section == RuleConfig.Section && RuleConfig.Members.Contains(option.Name))
                {
                    // Its fail_on is the option's default, and takes the place of that for all commands.
                    settings.Remove(name);
                }
                else
                {
                    settings[name] = new Setting($"[{section}] {option.Name}", place, section, name, option.Value);
                }
            }
        }

        return [.. settings.Values];
    }

    /// <summary>The value of an option in the file.</summary>
    private sealed record Setting(string Key, string Place, string Section, string Name, JsonElement Value);

    /// <summary>The path to use from the working folder for a path that is relative to the file.</summary>
    private string Resolve(string path, string key)
    {
        var full = System.IO.Path.GetFullPath(path, _folder);
        var shown = PrintableText.Escape(path);
        try
        {
            if (path == "-" || !ContainedPath.IsWithin(full, _folder))
            {
                throw new FormatException($"{key}: '{shown}' leads out of the folder of {FileName}, which may name only what lies in it");
            }

            if (ContainedPath.FindLinkOut(full, _folder) is var (name, target))
            {
                throw new FormatException(
                    $"{key}: the link {PrintableText.Escape(name)} in '{shown}' leads to {PrintableText.Escape(target)}, out of the folder "
                        + $"of {FileName}, which may name only what lies in it; give '{shown}' on the command line to follow its links"
                );
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DatasetFormatException)
        {
            throw new FormatException($"{key}: '{shown}': {e.Message}");
        }

        return System.IO.Path.GetRelativePath(".", full);
    }

    private static JsonElement.ObjectEnumerator EnumerateSection(JsonElement section, string name) =>
        section.ValueKind == JsonValueKind.Object
            ? section.EnumerateObject()
            : throw new FormatException($"'{name}' must be a table: write [{name}] on a line of its own");

    private static IEnumerable<string> GetTexts(JsonElement value, string key)
    {
        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        return items.Length > 0 && Array.TrueForAll(items, item => item.ValueKind == JsonValueKind.String && item.GetString()!.Length > 0)
            ? items.Select(item => item.GetString()!)
            : throw new FormatException($"'{key}' must be a text, or a list of texts, and none that is empty");
    }

    /// <summary>Name of an option without dashes before it; in TOML, lines between words may be underscores.</summary>
    private static string GetOptionName(string key) => key.Replace('_', '-');

    /// <summary>The members of the section that are settings of rules, without options of the command.</summary>
    private static JsonElement PickRules(JsonElement section)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var member in section.EnumerateObject().Where(member => RuleConfig.Members.Contains(member.Name)))
            {
                member.WriteTo(json);
            }

            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }
}

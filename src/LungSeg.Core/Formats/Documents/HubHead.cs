using System.Globalization;
using System.Text;

namespace LungSeg.Core.Formats.Documents;

/// <summary>The YAML head of a card (README.md) on the Hugging Face hub, from which its viewer knows files and columns.</summary>
internal sealed record HubHead
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "README.md";

    /// <summary>Field of a manifest that holds <see cref="Configs"/>.</summary>
    public const string ConfigsField = "hub_configs";

    /// <summary>Field of a manifest that holds <see cref="Features"/>.</summary>
    public const string FeaturesField = "hub_features";

    private static readonly (long Below, string Text)[] Sizes =
    [
        (1_000, "n<1K"),
        (10_000, "1K<n<10K"),
        (100_000, "10K<n<100K"),
        (1_000_000, "100K<n<1M"),
        (10_000_000, "1M<n<10M"),
        (100_000_000, "10M<n<100M"),
        (long.MaxValue, "100M<n<1B"),
    ];

    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>URL of the licence; null where it is left open.</summary>
    public string? License { get; init; }

    /// <summary>Tags beside those of every card.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>Number of rows.</summary>
    public required long Rows { get; init; }

    /// <summary>The splits of each configuration; empty where the hub is to find the files itself.</summary>
    public IReadOnlyList<HubSplit> Configs { get; init; } = [];

    /// <summary>Name and type of each column; empty where the hub is to find them itself.</summary>
    public IReadOnlyList<HubFeature> Features { get; init; } = [];

    /// <summary>The head with the lines of hyphens around it.</summary>
    public override string ToString()
    {
        // The hub knows some licences by short names; all others are called other, and may have a link.
        var text = new StringBuilder("---\nlicense: other\n");
        if (License is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"license_name: custom\nlicense_link: {YamlText.Quote(License)}\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"pretty_name: {YamlText.Quote(Title)}\n");
        text.Append("task_categories:\n- image-segmentation\nsize_categories:\n");
        text.Append(CultureInfo.InvariantCulture, $"- {Sizes.First(size => Rows < size.Below).Text}\ntags:\n- medical\n- ct\n");
        foreach (var keyword in Keywords)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {YamlText.Quote(keyword)}\n");
        }
        AddConfigs(text);
        return text.Append("---\n").ToString();
    }

    private void AddConfigs(StringBuilder text)
    {
        var configs = Configs.GroupBy(split => split.Config).Select(config => (config.Key, Splits: NameSplits(config))).ToArray();
        text.Append(configs.Length > 0 ? "configs:\n" : string.Empty);
        foreach (var config in configs)
        {
            text.Append(CultureInfo.InvariantCulture, $"- config_name: {config.Key}\n  data_files:\n");
            foreach (var (name, split) in config.Splits)
            {
                text.Append(CultureInfo.InvariantCulture, $"  - split: {name}\n    path: {FormatPaths(split.Paths)}\n");
            }
        }
        if (Features.Count == 0)
        {
            return;
        }
        text.Append("dataset_info:\n");
        foreach (var config in configs)
        {
            var (mark, indent) = configs.Length == 1 ? (string.Empty, "  ") : ($"- config_name: {config.Key}\n", "  ");
            text.Append(CultureInfo.InvariantCulture, $"{mark}{indent}features:\n");
            foreach (var (name, type) in Features)
            {
                text.Append(CultureInfo.InvariantCulture, $"{indent}- name: {YamlText.Quote(name)}\n{indent}  dtype: {type}\n");
            }
            text.Append(CultureInfo.InvariantCulture, $"{indent}splits:\n");
            foreach (var (name, split) in config.Splits)
            {
                text.Append(CultureInfo.InvariantCulture, $"{indent}- name: {name}\n{indent}  num_examples: {split.Rows}\n");
            }
        }
    }

    /// <summary>
    /// Names of splits in YAML. Hugging Face calls <c>val</c> <c>validation</c>, and allows only letters, digits and _: parts that would
    /// have one name then are told apart by a number.
    /// </summary>
    private static List<(string Name, HubSplit Split)> NameSplits(IEnumerable<HubSplit> splits)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var named = new List<(string, HubSplit)>();
        foreach (var split in splits)
        {
            var name = split.Part == "val" ? "validation" : split.Part.Replace('-', '_');
            var free = name;
            for (var number = 2; !taken.Add(free); number++)
            {
                free = FormattableString.Invariant($"{name}_{number}");
            }
            named.Add((free == "validation" && split.Part == "val" ? free : YamlText.Quote(free), split));
        }
        return named;
    }

    private static string FormatPaths(IReadOnlyList<string> paths) =>
        paths.Count == 1 ? YamlText.Quote(paths[0]) : string.Concat(paths.Select(path => $"\n    - {YamlText.Quote(path)}"));
}

/// <summary>A split of a configuration.</summary>
/// <param name="Config">Name of the configuration.</param>
/// <param name="Part">Name of the part in file names.</param>
/// <param name="Rows">Number of its rows.</param>
/// <param name="Paths">Patterns of its files.</param>
internal sealed record HubSplit(string Config, string Part, int Rows, IReadOnlyList<string> Paths)
{
    /// <summary>The split as manifests hold it: config, part, rows and paths with spaces between, of which names have none.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Config} {Part} {Rows} {string.Join(' ', Paths)}");

    /// <summary>Parses what <see cref="ToString"/> gives.</summary>
    /// <exception cref="FormatException">It is no split.</exception>
    public static HubSplit Parse(string text) =>
        text.Split(' ') is [var config, var part, var rows, .. { Length: > 0 } paths]
        && config.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
        && int.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new HubSplit(config, part, count, paths)
            : throw new FormatException($"'{text}' is no split of a configuration");
}

/// <summary>A column on the hub.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type: <c>image</c>, <c>string</c>, <c>int64</c> ...</param>
internal sealed record HubFeature(string Name, string Type)
{
    /// <summary>The column as manifests hold it.</summary>
    public override string ToString() => $"{Type} {Name}";

    /// <summary>Parses what <see cref="ToString"/> gives. A type can have a space in brackets: <c>timestamp[us, tz=UTC]</c>.</summary>
    /// <exception cref="FormatException">It is no column.</exception>
    public static HubFeature Parse(string text)
    {
        var bracket = text.AsSpan().IndexOfAny('[', ' ');
        var end = bracket >= 0 && text[bracket] == '[' ? text.IndexOf("] ", StringComparison.Ordinal) + 1 : bracket;
        return end > 0 && text.AsSpan(0, end).IndexOfAny('\r', '\n', ':') < 0
            ? new HubFeature(text[(end + 1)..], text[..end])
            : throw new FormatException($"'{text}' is no column");
    }
}

using System.IO.Enumeration;

namespace LungSeg.Core.Validation;

/// <summary>Severities and limits of rules, for all inputs or for some.</summary>
public sealed record RuleSettings
{
    /// <summary>Settings that change nothing.</summary>
    public static RuleSettings Default { get; } = new();

    /// <summary>Other severities, by rule id; null turns the rule off.</summary>
    public IReadOnlyDictionary<string, Severity?> Severities { get; init; } = new Dictionary<string, Severity?>();

    /// <summary>Other limits, by name.</summary>
    public IReadOnlyDictionary<string, double> Limits { get; init; } = new Dictionary<string, double>();

    /// <summary>Both settings combined; <paramref name="other"/> wins where they differ.</summary>
    public RuleSettings With(RuleSettings other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new RuleSettings { Severities = Merge(Severities, other.Severities), Limits = Merge(Limits, other.Limits) };
    }

    private static Dictionary<string, T> Merge<T>(IReadOnlyDictionary<string, T> first, IReadOnlyDictionary<string, T> second)
    {
        var merged = first.ToDictionary();
        foreach (var (name, value) in second)
        {
            merged[name] = value;
        }
        return merged;
    }
}

/// <summary>Settings for inputs of certain paths.</summary>
/// <param name="Pattern">Path or file name, with * for any characters and ? for one.</param>
/// <param name="Settings">Settings for these inputs.</param>
public sealed record PathSettings(string Pattern, RuleSettings Settings)
{
    /// <summary>Whether the pattern matches an input's path, as the user gave it, or its file name.</summary>
    public bool Fits(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var slashed = path.Replace('\\', '/');
        return FileSystemName.MatchesSimpleExpression(Pattern, slashed, ignoreCase: false)
            || FileSystemName.MatchesSimpleExpression(Pattern, slashed.AsSpan(slashed.LastIndexOf('/') + 1), ignoreCase: false);
    }
}

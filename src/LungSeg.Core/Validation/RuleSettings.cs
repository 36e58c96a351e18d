namespace LungSeg.Core.Validation;

/// <summary>How rules are to work, for all inputs or for some.</summary>
public sealed record RuleSettings
{
    /// <summary>What holds where nothing is set.</summary>
    public static RuleSettings Default { get; } = new();

    /// <summary>Other severities, by rule id; null turns the rule off.</summary>
    public IReadOnlyDictionary<string, Severity?> Severities { get; init; } = new Dictionary<string, Severity?>();

    /// <summary>Other limits, by name.</summary>
    public IReadOnlyDictionary<string, double> Limits { get; init; } = new Dictionary<string, double>();

    /// <summary>Both together; where they contradict each other, <paramref name="other"/> holds.</summary>
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

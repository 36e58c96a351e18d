namespace LungSeg.Core.Validation;

/// <summary>How much a finding matters, the lowest first.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing need be wrong.</summary>
    Note,

    /// <summary>Figures made from the data will suffer unless someone looks.</summary>
    Warning,

    /// <summary>The data contradicts what it claims to be.</summary>
    Error,
}

/// <summary>What severities are called.</summary>
public static class Severities
{
    /// <summary>All severities, the worst first.</summary>
    public static IReadOnlyList<Severity> WorstFirst { get; } = [Severity.Error, Severity.Warning, Severity.Note];

    /// <summary>Name in settings and in all output: <c>note</c>, <c>warning</c>, <c>error</c>.</summary>
    public static string Name(Severity severity) =>
        severity switch
        {
            Severity.Note => "note",
            Severity.Warning => "warning",
            Severity.Error => "error",
            _ => throw new ArgumentOutOfRangeException(nameof(severity)),
        };

    /// <summary>Finds a severity by its exact name.</summary>
    /// <returns>False where the name is unknown.</returns>
    public static bool TryGet(string? name, out Severity severity)
    {
        foreach (var candidate in WorstFirst)
        {
            if (Name(candidate) == name)
            {
                severity = candidate;
                return true;
            }
        }

        severity = default;
        return false;
    }
}

namespace LungSeg.Core.Validation;

/// <summary>How much a finding matters, in ascending order.</summary>
public enum Severity
{
    /// <summary>Worth knowing; not necessarily a fault.</summary>
    Note,

    /// <summary>Figures computed from the data are wrong unless someone looks at the finding.</summary>
    Warning,

    /// <summary>The data contradicts what it claims to be.</summary>
    Error,
}

/// <summary>Names of severities.</summary>
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

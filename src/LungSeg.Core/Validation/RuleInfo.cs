using LungSeg.Core.Datasets;

namespace LungSeg.Core.Validation;

/// <summary>Id, name and explanation of a rule.</summary>
public sealed record RuleInfo
{
    /// <summary>Stable id, for example <c>LS011</c>; never given to another rule.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people, for example <c>hu-range</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Severity of its findings, unless the settings say otherwise.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Whether it reads pixels; false where the index holds all that it needs.</summary>
    public bool ReadsPixels { get; init; } = true;

    /// <summary>The columns that it judges: of each list an input has at least one, or the rule has nothing to judge in it.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Columns { get; init; } = [];

    /// <summary>Severity of those of its findings that matter less; null where all have the same.</summary>
    public Severity? MilderSeverity { get; init; }

    /// <summary>The fault that it finds, without a full stop.</summary>
    public required string Summary { get; init; }

    /// <summary>One sentence: why the fault matters.</summary>
    public required string Why { get; init; }

    /// <summary>One sentence: what to do.</summary>
    public required string Remedy { get; init; }

    /// <summary>
    /// A command that mends the fault or shows it, with <c>INPUT</c> for inputs and <c>OUTPUT</c> for a new file; null where nothing but
    /// leaving the rows out helps.
    /// </summary>
    public string? Command { get; init; }

    /// <summary>Whether a finding can name a row; false where all are about inputs, and no row can be chosen by the rule.</summary>
    public bool NamesRows { get; init; } = true;

    /// <summary>Whether it asks where rows come from, and so judges nothing without the index of a collection.</summary>
    public bool NeedsCollection { get; init; }

    /// <summary>Whether rows can be chosen by it: it names rows, and the inputs are all that it needs.</summary>
    public bool ChoosesRows => NamesRows && !NeedsCollection;

    /// <summary>Names of the limits that it compares with.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>The columns that an input lacks and the rule needs, in words; null where it can judge the input.</summary>
    public string? FindMissing(DatasetInput input)
    {
        ArgumentNullException.ThrowIfNull(input);

        // The columns of a damaged file are known only in part.
        string[] missing = input.Damage is null
            ? [.. Columns.Where(names => !names.Intersect(input.ColumnNames).Any()).Select(names => string.Join(" or ", names))]
            : [];
        return missing.Length == 0 ? null : string.Join(" and no ", missing);
    }

    /// <summary>The columns that all inputs lack and the rule needs, in words; null where it can judge one of them.</summary>
    public string? FindMissing(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        string?[] missing = [.. dataset.Inputs.Select(FindMissing)];
        return Array.Exists(missing, text => text is null) ? null : missing.FirstOrDefault();
    }
}

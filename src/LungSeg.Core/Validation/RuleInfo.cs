namespace LungSeg.Core.Validation;

/// <summary>What a rule is called and why it is there.</summary>
public sealed record RuleInfo
{
    /// <summary>Stable id, for example <c>LS011</c>; never given to another rule.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people, for example <c>hu-range</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Severity of its findings, unless the settings say otherwise.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What is wrong where it finds something, without a full stop.</summary>
    public required string Summary { get; init; }

    /// <summary>One sentence on why it matters.</summary>
    public required string Why { get; init; }

    /// <summary>One sentence on what to do.</summary>
    public required string Remedy { get; init; }

    /// <summary>Names of the limits that it reads.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];
}

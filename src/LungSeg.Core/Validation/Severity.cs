namespace LungSeg.Core.Validation;

/// <summary>How much a finding matters, the least first.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing need be wrong.</summary>
    Note,

    /// <summary>Figures made from the data will suffer unless someone looks.</summary>
    Warning,

    /// <summary>The data contradicts what it claims to be.</summary>
    Error,
}

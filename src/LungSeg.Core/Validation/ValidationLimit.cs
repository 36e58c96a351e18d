namespace LungSeg.Core.Validation;

/// <summary>A number that a rule compares with.</summary>
/// <param name="Name">Name in settings.</param>
/// <param name="Value">Default value.</param>
/// <param name="Meaning">What it limits.</param>
/// <param name="Range">Valid values.</param>
public sealed record ValidationLimit(string Name, double Value, string Meaning, LimitRange Range);

/// <summary>Valid values of a limit, which is always finite.</summary>
public enum LimitRange
{
    /// <summary>Any finite number.</summary>
    Any,

    /// <summary>Above 0.</summary>
    Positive,

    /// <summary>0 and above.</summary>
    NotNegative,

    /// <summary>0 to 1.</summary>
    Share,
}

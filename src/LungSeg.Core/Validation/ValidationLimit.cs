namespace LungSeg.Core.Validation;

/// <summary>A number at which a rule draws its line.</summary>
/// <param name="Name">Name in settings.</param>
/// <param name="Value">Value where none is set.</param>
/// <param name="Meaning">What it limits.</param>
/// <param name="Range">What it can be.</param>
public sealed record ValidationLimit(string Name, double Value, string Meaning, LimitRange Range);

/// <summary>Numbers that a limit can be; finite ones only.</summary>
public enum LimitRange
{
    /// <summary>Any.</summary>
    Any,

    /// <summary>Above 0.</summary>
    Positive,

    /// <summary>0 and above.</summary>
    NotNegative,

    /// <summary>0 to 1.</summary>
    Share,
}

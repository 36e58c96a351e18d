namespace LungSeg.Core.Validation;

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

namespace LungSeg.Core.Regeneration;

/// <summary>What hu_array becomes where a method gives no mask.</summary>
public enum FailureAction
{
    /// <summary>The slice as it was, as the authors' code left it.</summary>
    Keep,

    /// <summary>+0.0 everywhere.</summary>
    Zero,

    /// <summary>Nothing is written at all.</summary>
    Fail,
}

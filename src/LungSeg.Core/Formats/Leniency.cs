namespace LungSeg.Core.Formats;

/// <summary>What a reader does with a truncated or unsafe file.</summary>
public enum Leniency
{
    /// <summary>Throw.</summary>
    Strict,

    /// <summary>Return the complete rows, and the fault.</summary>
    Salvage,
}

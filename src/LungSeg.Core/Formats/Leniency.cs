namespace LungSeg.Core.Formats;

/// <summary>What a reader does with a file that is cut short or unsafe.</summary>
public enum Leniency
{
    /// <summary>Throw.</summary>
    Strict,

    /// <summary>Return what is whole, and the fault beside it.</summary>
    Salvage,
}

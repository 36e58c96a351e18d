namespace LungSeg.Core.Formats;

/// <summary>What a reader does with a truncated or unsafe file.</summary>
public enum Leniency
{
    /// <summary>Throw.</summary>
    Strict,

    /// <summary>Return the complete rows, and the fault.</summary>
    Salvage,

    /// <summary>Return also rows of which some columns are complete; the other cells are missing.</summary>
    SalvageColumns,
}

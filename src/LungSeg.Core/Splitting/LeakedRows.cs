namespace LungSeg.Core.Splitting;

/// <summary>What becomes of rows that share a group with a kept test set.</summary>
public enum LeakedRows
{
    /// <summary>Such rows are refused.</summary>
    Refuse,

    /// <summary>They are left out.</summary>
    Drop,

    /// <summary>They join the test set.</summary>
    Move,
}

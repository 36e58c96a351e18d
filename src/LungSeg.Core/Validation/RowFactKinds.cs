namespace LungSeg.Core.Validation;

/// <summary>What is remembered of each row for the rules about the set.</summary>
[Flags]
internal enum RowFactKinds
{
    /// <summary>Only what the index says.</summary>
    None = 0,

    /// <summary>Hashes of the slice and of the mask.</summary>
    Hashes = 1,
}

namespace LungSeg.Core.Validation;

/// <summary>What is remembered of each row for the rules about the set.</summary>
[Flags]
internal enum RowFactKinds
{
    /// <summary>Only what the index says.</summary>
    None = 0,

    /// <summary>What slices and lesions are compared by.</summary>
    Likeness = 1,

    /// <summary>The padding of the slice.</summary>
    Padding = 2,
}

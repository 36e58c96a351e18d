namespace LungSeg.Core.Comparison;

/// <summary>What became of a row between two versions of a data set. A row can have several kinds.</summary>
public enum ChangeKind
{
    /// <summary>Nothing of it changed, and it stands in the same order.</summary>
    Same,

    /// <summary>It is not in the longest run of matched rows whose order is equal in both versions.</summary>
    Moved,

    /// <summary>It has another label.</summary>
    Relabelled,

    /// <summary>Its lesion has other pixels.</summary>
    MaskChanged,

    /// <summary>Its hu_array has other values.</summary>
    HuArrayChanged,

    /// <summary>Its hu_array_old has other values: the rows were matched by their likeness.</summary>
    HuChanged,

    /// <summary>It is in the second version alone.</summary>
    Added,

    /// <summary>It is in the first version alone.</summary>
    Removed,
}

/// <summary>Names of the kinds in options and documents.</summary>
public static class ChangeKinds
{
    /// <summary>All kinds, in the order in which documents list them.</summary>
    public static IReadOnlyList<ChangeKind> All { get; } = Enum.GetValues<ChangeKind>();

    /// <summary>Whether a kind is a change of the data: every one but <c>same</c> and <c>moved</c>.</summary>
    public static bool IsChange(ChangeKind kind) => kind is not (ChangeKind.Same or ChangeKind.Moved);

    /// <summary>The name of a kind, for example <c>mask_changed</c>.</summary>
    public static string Name(ChangeKind kind) =>
        kind switch
        {
            ChangeKind.Same => "same",
            ChangeKind.Moved => "moved",
            ChangeKind.Relabelled => "relabelled",
            ChangeKind.MaskChanged => "mask_changed",
            ChangeKind.HuArrayChanged => "hu_array_changed",
            ChangeKind.HuChanged => "hu_changed",
            ChangeKind.Added => "added",
            ChangeKind.Removed => "removed",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    /// <summary>Finds a kind by its name; false where no kind has it.</summary>
    public static bool TryParse(string name, out ChangeKind kind)
    {
        kind = All.FirstOrDefault(known => Name(known) == name);
        return Name(kind) == name;
    }
}

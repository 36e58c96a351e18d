namespace LungSeg.Core.Splitting;

/// <summary>Where one row went.</summary>
/// <param name="Row">Name, for example <c>lung_cancer_train:17</c>.</param>
/// <param name="Part">Part, for example <c>train</c>; <c>dropped</c> for rows that leak into a kept test set.</param>
/// <param name="Fold">Fold in which the row validates, from 0; null for rows in no fold.</param>
/// <param name="Group">Group; null where the file does not say.</param>
/// <param name="Label">Label; null where the row has none or the file does not say.</param>
/// <param name="Repeat">Which of several splits of the same rows this is, from 0.</param>
public sealed record SplitAssignment(string Row, string Part, int? Fold, string? Group, string? Label, int Repeat = 0)
{
    /// <summary>Part of rows that are left out.</summary>
    public const string Dropped = "dropped";

    /// <summary>Part of rows that folds share, and of the rows to train on.</summary>
    public const string Train = "train";

    /// <summary>Part of rows to validate on, where there are no folds.</summary>
    public const string Validation = "val";

    /// <summary>Part of rows to test on.</summary>
    public const string Test = "test";
}

namespace LungSeg.Core.Selection;

/// <summary>A criterion, and the rows that it left out or, for <see cref="ChoiceKind.WithRule"/>, chose.</summary>
/// <param name="Kind">Kind of the criterion.</param>
/// <param name="Text">Id of the rule, condition, marks or rules, as they were given.</param>
public sealed record ChoiceStep(ChoiceKind Kind, string Text)
{
    /// <summary>The rows, in the data set's order. Each criterion lists its rows whether another leaves them out too or not.</summary>
    public required IReadOnlyList<RowReason> Rows { get; init; }

    /// <summary>Number of rows that were named, for <see cref="ChoiceKind.Rows"/>.</summary>
    public long Named { get; init; }

    /// <summary>The limit that holds for all rows; null where there is none, or not one for all.</summary>
    public double? Limit => Rows.Count > 0 && Rows.All(row => row.Limit == Rows[0].Limit) ? Rows[0].Limit : null;
}

/// <summary>Kinds of criteria.</summary>
public enum ChoiceKind
{
    /// <summary>Rows that are named, or have a label; its rows are those that are not.</summary>
    Rows,

    /// <summary>A rule that must not name a row.</summary>
    WithoutRule,

    /// <summary>A rule that may name a row.</summary>
    WithRule,

    /// <summary>Rules of which one must name a row; its rows are those that none names.</summary>
    With,

    /// <summary>Marks that a row must not have.</summary>
    Marks,

    /// <summary>A condition on figures.</summary>
    Where,
}

/// <summary>A row, and why a criterion found it.</summary>
/// <param name="Row">Name, for example <c>lung_cancer_train:17</c>.</param>
/// <param name="Figure">The figure that a rule judged; null for none.</param>
/// <param name="Limit">The limit that the figure was compared with; null for none.</param>
public sealed record RowReason(string Row, double? Figure, double? Limit)
{
    /// <summary>A row without a figure.</summary>
    internal static RowReason Plain(string row) => new(row, null, null);
}

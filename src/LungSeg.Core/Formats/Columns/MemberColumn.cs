using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Columns;

/// <summary>A member of a file of arrays by name (.npz, HDF5), which is a column, or says where one has no values.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Create">Creates the column, given one byte a row that is not 0 where a value is missing, or null.</param>
/// <param name="Array">The array; null where it is not one of numbers, texts or dates.</param>
internal sealed record MemberColumn(string Name, Func<ArrayInfo?, TableColumn> Create, ArrayInfo? Array)
{
    /// <summary>End of the name of a member that says, with a bool a row, where the values of another one are missing.</summary>
    public const string MissingSuffix = "__missing";

    /// <summary>The columns; a member that says where another one has no values is part of that one.</summary>
    public static IEnumerable<TableColumn> Join(IReadOnlyList<MemberColumn> members)
    {
        var byName = members.ToDictionary(member => member.Name, member => member.Array);
        foreach (var (name, create, array) in members)
        {
            if (
                name.EndsWith(MissingSuffix, StringComparison.Ordinal)
                && IsMissing(array, byName.GetValueOrDefault(name[..^MissingSuffix.Length]))
            )
            {
                continue;
            }
            var missing = byName.GetValueOrDefault(name + MissingSuffix);
            yield return create(IsMissing(missing, array) ? missing : null);
        }
    }

    private static bool IsMissing(ArrayInfo? missing, ArrayInfo? values) =>
        missing is { DType.Kind: 'b', Shape.Count: 1 } && values is { Shape.Count: 1 } && (values.DType.IsNumeric || values.DType.IsTime);
}

/// <summary>The order of columns in files that have none.</summary>
internal static class ColumnOrder
{
    /// <summary>The columns of a published file first, in its order.</summary>
    public static IReadOnlyList<TableColumn> Sort(IEnumerable<TableColumn> columns) =>
        [.. columns.OrderBy(column => Model.DatasetColumns.InOrder.ToList().IndexOf(column.Name) is >= 0 and var at ? at : int.MaxValue)];
}

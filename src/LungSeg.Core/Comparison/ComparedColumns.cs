using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;

namespace LungSeg.Core.Comparison;

/// <summary>The columns of two versions: those that are compared, and those that are left out.</summary>
public sealed record ComparedColumns
{
    private ComparedColumns() { }

    /// <summary>Names of the columns that are compared: those of the data set that both hold.</summary>
    public required IReadOnlyList<string> Compared { get; init; }

    /// <summary>Names of the columns that only the first version holds.</summary>
    public required IReadOnlyList<string> OnlyA { get; init; }

    /// <summary>Names of the columns that only the second version holds.</summary>
    public required IReadOnlyList<string> OnlyB { get; init; }

    /// <summary>Names of the other columns that both hold, which are not compared.</summary>
    public required IReadOnlyList<string> Others { get; init; }

    /// <summary>Whether labels are compared.</summary>
    internal bool HasLabel => Compared.Contains(DatasetColumns.Label);

    /// <summary>Whether masks are compared.</summary>
    internal bool HasMask => Compared.Contains(DatasetColumns.Mask);

    /// <summary>Whether hu_array is compared.</summary>
    internal bool HasHu => Compared.Contains(DatasetColumns.Hu);

    /// <summary>Whether hu_array_old is compared: rows are matched by it. Without it they are matched by hu_array.</summary>
    internal bool HasHuOld => Compared.Contains(DatasetColumns.HuOld);

    /// <summary>Finds the columns that both inputs hold.</summary>
    /// <exception cref="DatasetFormatException">
    /// They have no image in common by which rows could be matched, or one has several columns of one name.
    /// </exception>
    internal static ComparedColumns Find(DatasetInput a, DatasetInput b)
    {
        var (inA, inB) = (List(a), List(b));
        string[] common = [.. inA.Intersect(inB)];
        string[] compared = [.. DatasetColumns.InOrder.Intersect(common)];

        // Grey values are no HU, although both are images.
        if (a.HoldsHu != b.HoldsHu)
        {
            throw FormatError.Unsupported((a.HoldsHu ? b : a).Source.Name, "it holds grey values, and the other input HU");
        }
        if (!compared.Contains(DatasetColumns.HuOld) && !compared.Contains(DatasetColumns.Hu))
        {
            throw FormatError.Unsupported(
                b.Source.Name,
                $"rows are matched by {DatasetColumns.HuOld}, else by {DatasetColumns.Hu}, and it has no such column in common with "
                    + $"{a.Stem}: {string.Join(", ", inB)} here, {string.Join(", ", inA)} there",
                new RequestHint(RequestParameter.Column)
            );
        }
        return new ComparedColumns
        {
            Compared = compared,
            OnlyA = [.. inA.Except(inB)],
            OnlyB = [.. inB.Except(inA)],
            Others = [.. common.Except(compared)],
        };
    }

    private static IReadOnlyList<string> List(DatasetInput input)
    {
        foreach (var column in DatasetColumns.InOrder)
        {
            if (input.Columns.Find(column) is null)
            {
                input.Columns.RefuseTwins(input.Source.Name, column);
            }
        }
        return input.ColumnNames;
    }
}

using LungSeg.Core.Bytes;
using LungSeg.Core.Splitting;

namespace LungSeg.Core.Conversion;

/// <summary>Where a split puts a row.</summary>
/// <param name="Part">Part, for example <c>train</c>, <c>val</c>, <c>test</c>; null where the split has folds only.</param>
/// <param name="Fold">Fold in which the row validates, from 0; null for test rows and without folds.</param>
/// <param name="Group">Group of the row; null where it is not known.</param>
public sealed record RowPlace(string? Part, int? Fold, string? Group)
{
    /// <summary>
    /// Finds the places of the first repeat by the name of the row; rows that the split drops have part
    /// <see cref="SplitAssignment.Dropped"/>.
    /// </summary>
    /// <param name="split">The split.</param>
    /// <param name="rows">Names of all rows of the data set.</param>
    /// <exception cref="InvalidRequestException">The split lists a row twice.</exception>
    public static IReadOnlyDictionary<string, RowPlace> FromSplit(Split split, IReadOnlyList<string> rows)
    {
        ArgumentNullException.ThrowIfNull(split);
        var places = new Dictionary<string, RowPlace>(StringComparer.Ordinal);
        foreach (var row in split.For(rows).Repeats is [var first, ..] ? first : [])
        {
            if (!places.TryAdd(row.Row, new RowPlace(row.Part, row.Fold, row.Group)))
            {
                throw new InvalidRequestException(
                    RequestParameter.Split,
                    $"the split lists {row.Row} twice",
                    new RequestHint(RequestParameter.Split)
                );
            }
        }

        return places;
    }
}

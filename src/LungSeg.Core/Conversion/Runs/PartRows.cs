using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Conversion.Runs;

/// <summary>The rows of one part of a split.</summary>
/// <param name="Name">Name of the part in file names; null without a split.</param>
/// <param name="Rows">The rows of the part, in their order.</param>
internal sealed record PartRows(string? Name, ExportRow[] Rows)
{
    /// <summary>What the part adds to the name of a file, for example <c>_train</c>.</summary>
    public string Suffix => Name is null ? string.Empty : "_" + Name;

    /// <summary>Sorts rows into their parts: train, val, test, then others by name; one part without a split.</summary>
    public static PartRows[] Group(IEnumerable<ExportRow> rows) =>
        [
            .. rows.GroupBy(row => row.Part)
                .OrderBy(part => GetRank(part.Key))
                .ThenBy(part => part.Key, StringComparer.Ordinal)
                .Select(part => new PartRows(part.First().PartName, [.. part])),
        ];

    /// <summary>Throws where two parts would have the same file names.</summary>
    /// <exception cref="InvalidRequestException">Two parts differ only in characters that file names do not keep.</exception>
    public static void Check(IEnumerable<ExportRow> rows)
    {
        foreach (
            var alike in rows.Select(row => row.Part)
                .OfType<string>()
                .Distinct()
                .GroupBy(RowFileNames.Safe, StringComparer.OrdinalIgnoreCase)
        )
        {
            if (alike.Order(StringComparer.Ordinal).ToArray() is [var first, var second, ..])
            {
                throw new InvalidRequestException(
                    RequestParameter.Split,
                    $"the parts '{first}' and '{second}' of the split would both be {alike.Key} in file names; rename one"
                );
            }
        }
    }

    /// <summary>Computes the position of each row within the part, by the row's position in the run.</summary>
    public Dictionary<int, int> GetPlaces() =>
        Rows.Select((row, place) => (row.Position, place)).ToDictionary(row => row.Position, row => row.place);

    /// <summary>Place of a part in lists.</summary>
    public static int GetRank(string? part) =>
        part switch
        {
            null => 0,
            "train" => 1,
            "val" => 2,
            "test" => 3,
            _ => 4,
        };
}

using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Conversion.Runs;

/// <summary>Parts of a split by the names that they have in file names.</summary>
internal static class PartNames
{
    /// <summary>Throws where two parts would come out as one.</summary>
    /// <exception cref="InvalidRequestException">Two parts have the same name, but for signs that file names leave out.</exception>
    public static void Check(IEnumerable<ExportRow> rows)
    {
        foreach (
            var alike in rows.Select(row => row.Part).OfType<string>().Distinct().GroupBy(CaseNames.Safe, StringComparer.OrdinalIgnoreCase)
        )
        {
            if (alike.Order(StringComparer.Ordinal).ToArray() is [var first, var second, ..])
                throw new InvalidRequestException(
                    RequestParameter.Split,
                    $"the parts '{first}' and '{second}' of the split would both be {alike.Key} in file names; rename one"
                );
        }
    }

    /// <summary>Name of a row's part; null without a split.</summary>
    public static string? Of(ExportRow row) => row.Part is { } part ? CaseNames.Safe(part) : null;

    /// <summary>The rows of each part, parts in the order train, val, test, then others by name.</summary>
    public static IEnumerable<(string? Name, ExportRow[] Rows)> Groups(ExportRun run) =>
        run
            .Parts.Select(part => part is null ? null : CaseNames.Safe(part))
            .Select(name => (name, run.Rows.Where(row => Of(row) == name).ToArray()));
}

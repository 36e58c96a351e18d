using LungSeg.Core.Datasets;

namespace LungSeg.Core.Conversion;

/// <summary>Parts of a split by the names that they have in file names. Two parts whose names come out the same are one.</summary>
internal static class PartNames
{
    /// <summary>Name of a row's part; null without a split.</summary>
    public static string? Of(ExportRow row) => row.Part is { } part ? CaseNames.Safe(part) : null;

    /// <summary>The rows of each part, parts in the order train, val, test, then others by name.</summary>
    public static IEnumerable<(string? Name, ExportRow[] Rows)> Groups(ExportRun run) =>
        run.Parts.Select(part => part is null ? null : CaseNames.Safe(part)).Distinct().Select(name => (name, run.Rows.Where(row => Of(row) == name).ToArray()));
}

using System.Globalization;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Metadata;

/// <summary>
/// What is known of rows beside their label and arrays, as columns of text: patient, series, spacing, and the place in the split.
/// </summary>
internal static class RowTexts
{
    private static readonly string[] Texts =
    [
        DatasetColumns.PatientId,
        DatasetColumns.SeriesUid,
        DatasetColumns.SopUid,
        DatasetColumns.ImagePositionMm,
        DatasetColumns.ImageOrientation,
        DatasetColumns.FrameUid,
        DatasetColumns.StudyUid,
    ];

    private static readonly string[] Numbers =
    [
        DatasetColumns.PositionMm,
        DatasetColumns.RowSpacingMm,
        DatasetColumns.ColumnSpacingMm,
        DatasetColumns.ThicknessMm,
    ];

    /// <summary>The columns that at least one row has a value in.</summary>
    public static IEnumerable<(string Name, IReadOnlyList<string?> Values)> Of(ExportRun run)
    {
        var columns = Texts
            .Select(name => (name, Values: run.Rows.Select(row => row.Row.TextOf(name)).ToArray()))
            .Concat(
                Numbers.Select(name =>
                    (name, Values: run.Rows.Select(row => row.Row.NumberOf(name)?.ToString("R", CultureInfo.InvariantCulture)).ToArray())
                )
            )
            .Append(("part", run.Rows.Select(row => row.Part).ToArray()))
            .Append(("fold", run.Rows.Select(row => row.Fold?.ToString(CultureInfo.InvariantCulture)).ToArray()))
            .Append(("group", run.Rows.Select(row => row.Group).ToArray()));
        foreach (var (name, values) in columns)
        {
            if (values.Any(value => value is not null))
                yield return (name, values);
        }
    }

    /// <summary>Whether the texts of a column are numbers, fold aside.</summary>
    public static bool IsNumber(string name) => Numbers.Contains(name);

    /// <summary>
    /// The labels, where there are any, and <see cref="Of"/>, for formats without missing texts: an empty one stands for it.
    /// </summary>
    public static IEnumerable<(string Name, IReadOnlyList<string> Values)> Filled(ExportRun run)
    {
        if (run.Rows.Any(row => row.Row.LabelText is not null))
            yield return (DatasetColumns.Label, [.. run.Rows.Select(row => row.Row.LabelText ?? string.Empty)]);
        foreach (var (name, values) in Of(run))
            yield return (name, [.. values.Select(value => value ?? string.Empty)]);
    }
}

using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>What a selection of rows is made of, from the index alone.</summary>
public sealed record DatasetSummary
{
    /// <summary>Name under which rows are counted whose label is missing or no Lung-RADS class.</summary>
    public const string UnknownClass = "unknown";

    /// <summary>Number of rows.</summary>
    public required long Rows { get; init; }

    /// <summary>The columns, in the order of the first input.</summary>
    public required IReadOnlyList<ColumnSummary> Columns { get; init; }

    /// <summary>Rows per label text, verbatim, in the order of Lung-RADS, texts that are no class last.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> Labels { get; init; }

    /// <summary>Rows per canonical class, in the order of Lung-RADS, <see cref="UnknownClass"/> last.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> Classes { get; init; }

    /// <summary>What is odd, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Summarises <paramref name="rows"/> of <paramref name="dataset"/>.</summary>
    public static DatasetSummary Of(Dataset dataset, IReadOnlyList<DatasetRow> rows)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(rows);
        var labels = new Dictionary<string, long>();
        var classes = new Dictionary<LungRadsCategory, long>();
        var unknown = 0L;
        foreach (var row in rows)
        {
            if (row.LabelText is { } text)
                labels[text] = labels.GetValueOrDefault(text) + 1;
            if (row.Label is { } label)
                classes[label.Category] = classes.GetValueOrDefault(label.Category) + 1;
            else if (row.Input.Columns.Label is not null)
                unknown++;
        }

        var counted = classes.OrderBy(pair => pair.Key).Select(pair => KeyValuePair.Create(new LungRads(pair.Key).Class, pair.Value)).ToList();
        if (unknown > 0)
            counted.Add(KeyValuePair.Create(UnknownClass, unknown));
        return new DatasetSummary
        {
            Rows = rows.Count,
            Columns = ColumnSummaries.Of(dataset, rows),
            Labels = [.. labels.OrderBy(pair => LungRads.TryParse(pair.Key, out var label) ? (int)label.Category : int.MaxValue).ThenBy(pair => pair.Key, StringComparer.Ordinal)],
            Classes = counted,
            Notes = DatasetNotes.Of(dataset, rows),
        };
    }
}

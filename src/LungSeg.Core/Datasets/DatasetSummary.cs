using System.Runtime.CompilerServices;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>Summary of a selection of rows, from the index alone.</summary>
public sealed record DatasetSummary
{
    /// <summary>Number of rows.</summary>
    public required long Rows { get; init; }

    /// <summary>The columns, in the order of the first input.</summary>
    public required IReadOnlyList<ColumnSummary> Columns { get; init; }

    /// <summary>Rows per label text, verbatim, in the order of Lung-RADS, texts that are not a class last.</summary>
    public required IReadOnlyList<RowCount> Labels { get; init; }

    /// <summary>Rows without a label, in inputs that have labels.</summary>
    public required long LabelsMissing { get; init; }

    /// <summary>Rows per canonical class, in the order of Lung-RADS, <see cref="LungRads.Unknown"/> last.</summary>
    public required IReadOnlyList<RowCount> Classes { get; init; }

    /// <summary>Notes about what is odd, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Summarises <paramref name="rows"/> of <paramref name="dataset"/>.</summary>
    public static DatasetSummary Create(Dataset dataset, IReadOnlyList<DatasetRow> rows)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(rows);
        var labels = new Dictionary<string, StrongBox<long>>();
        var classes = new long[LungRads.Classes.Count];
        var (unknown, missing) = (0L, 0L);
        foreach (var row in rows)
        {
            if (row.FoundLabelText is { } text)
            {
                if (!labels.TryGetValue(text, out var count))
                {
                    labels.Add(text, count = new StrongBox<long>());
                }
                count.Value++;
            }

            if (row.Label is { } label)
            {
                classes[(int)label.Category]++;
            }
            else if (row.HasMissingLabel)
            {
                missing++;
            }
            else if (row.Input.Columns.Label is not null)
            {
                unknown++;
            }
        }

        return new DatasetSummary
        {
            Rows = rows.Count,
            Columns = ColumnSummaries.Create(dataset, rows),
            Labels = CountLabels(labels),
            LabelsMissing = missing,
            Classes = CountClasses(classes, unknown),
            Notes = DatasetNotes.Collect(dataset, rows),
        };
    }

    private static List<RowCount> CountLabels(Dictionary<string, StrongBox<long>> labels)
    {
        var counts = new List<RowCount>(labels.Count);
        foreach (var (text, count) in labels)
        {
            counts.Add(new RowCount(text, count.Value));
        }
        counts.Sort(
            static (a, b) =>
            {
                var byClass = Rank(a.Name).CompareTo(Rank(b.Name));
                return byClass != 0 ? byClass : string.CompareOrdinal(a.Name, b.Name);
            }
        );
        return counts;
    }

    private static List<RowCount> CountClasses(long[] classes, long unknown)
    {
        var counts = new List<RowCount>();
        for (var category = 0; category < classes.Length; category++)
        {
            if (classes[category] > 0)
            {
                counts.Add(new RowCount(LungRads.Classes[category], classes[category]));
            }
        }

        if (unknown > 0)
        {
            counts.Add(new RowCount(LungRads.Unknown, unknown));
        }
        return counts;
    }

    private static int Rank(string text) => LungRads.TryParse(text, out var label) ? (int)label.Category : int.MaxValue;
}

/// <summary>Number of rows with a label or of a class.</summary>
/// <param name="Name">The label's text, or the class.</param>
/// <param name="Rows">Number of rows.</param>
public sealed record RowCount(string Name, long Rows);

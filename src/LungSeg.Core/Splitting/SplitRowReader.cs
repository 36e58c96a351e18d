using LungSeg.Core.Datasets;

namespace LungSeg.Core.Splitting;

/// <summary>Reads what a split needs to know of the rows of a data set: labels from the index, lesion sizes from the masks.</summary>
public static class SplitRowReader
{
    /// <summary>Reads the rows on up to <paramref name="jobs"/> threads; the result is in their order.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="groups">Group of each row.</param>
    /// <param name="keptTest">Input whose rows are a given test set; null for none.</param>
    /// <param name="jobs">Threads.</param>
    /// <param name="rowDone">Called after each row, from any thread.</param>
    /// <exception cref="ArgumentException">There is not one group for each row.</exception>
    /// <exception cref="Bytes.DatasetFormatException">A file is not what it was when it was indexed.</exception>
    public static IReadOnlyList<SplitRow> Read(IReadOnlyList<DatasetRow> rows, IReadOnlyList<string> groups, DatasetInput? keptTest, int jobs, Action? rowDone = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(groups);
        if (groups.Count != rows.Count)
            throw new ArgumentException($"there are {groups.Count} groups for {rows.Count} rows", nameof(groups));
        var read = new SplitRow[rows.Count];
        ParallelRows.Run(rows.Count, jobs, i =>
        {
            using var sample = rows[i].Load();
            var label = rows[i].LabelText;
            read[i] = new SplitRow(rows[i].Name, label, rows[i].Label?.Class ?? SplitSummary.ClassOf(label), groups[i], Lesion.PixelCount(sample), ReferenceEquals(rows[i].Input, keptTest));
            rowDone?.Invoke();
        });
        return read;
    }
}

using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using LungSeg.Core.Splitting;

namespace LungSeg.Core.Evaluation;

/// <summary>Finds judged rows that a model was trained on: themselves, or other slices of their scan.</summary>
public static class TrainedRows
{
    /// <summary>
    /// Rows that a split puts into the training part, or whose group it puts there too. With folds, a row is judged by the model that was
    /// trained on the other folds, so it counts where its group stands in two folds.
    /// </summary>
    /// <param name="split">The split; of several repeats the first counts.</param>
    /// <param name="rows">The judged rows, and others of their inputs.</param>
    /// <param name="groups">Their groups.</param>
    /// <param name="isJudged">Whether a row is judged; null where all are.</param>
    /// <exception cref="InvalidRequestException">The split does not name a judged row.</exception>
    public static IReadOnlySet<string> Find(
        Split split,
        IReadOnlyList<DatasetRow> rows,
        IReadOnlyList<string> groups,
        Func<DatasetRow, bool>? isJudged = null
    )
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(groups);
        var first = split.Repeats is [var repeat, ..] ? repeat : [];
        var placed = first.GroupBy(row => row.Row, StringComparer.Ordinal).ToDictionary(row => row.Key, row => row.First());
        DatasetRow[] judged = [.. rows.Where(row => isJudged?.Invoke(row) != false)];
        foreach (var row in judged)
        {
            if (!placed.ContainsKey(row.Name))
            {
                throw new InvalidRequestException(
                    RequestParameter.Split,
                    $"the split does not name row {row.Name}",
                    new RequestHint(RequestParameter.TrainingData)
                );
            }
        }

        // Groups of the split, and those found here, which rows of other inputs do not have.
        var trained = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        void Add(string? group, SplitAssignment row)
        {
            if (group is not null && (split.HasFolds ? row.Fold is not null : row.Part == SplitAssignment.Train))
            {
                (trained.TryGetValue(group, out var folds) ? folds : trained[group] = []).Add(GetFold(row));
            }
        }
        foreach (var row in first)
        {
            Add(row.Group is { } group ? "split " + group : null, row);
        }
        var found = rows.Zip(groups).ToDictionary(pair => pair.First.Name, pair => "found " + pair.Second, StringComparer.Ordinal);
        foreach (var (name, group) in found)
        {
            if (placed.TryGetValue(name, out var place))
            {
                Add(group, place);
            }
        }

        bool IsTrained(string group, string own) => trained.TryGetValue(group, out var folds) && folds.Any(fold => fold != own);
        return judged
            .Where(row =>
            {
                var place = placed[row.Name];
                var own = split.HasFolds ? GetFold(place) : string.Empty;
                return (!split.HasFolds && place.Part == SplitAssignment.Train)
                    || IsTrained(found[row.Name], own)
                    || (place.Group is { } group && IsTrained("split " + group, own));
            })
            .Select(row => row.Name)
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Rows whose slice, scan or id stands in training data: alike ones, and all others of their groups.</summary>
    /// <param name="training">The training data.</param>
    /// <param name="rows">The judged rows, and others of their inputs.</param>
    /// <param name="groups">Their groups.</param>
    /// <param name="jobs">Threads.</param>
    /// <param name="isJudged">Whether a row is judged; null where all are. Of the others one that cannot be read is like none.</param>
    /// <exception cref="DatasetFormatException">A judged row has no hu_array_old, or a file has changed since it was indexed.</exception>
    public static IReadOnlySet<string> Find(
        IReadOnlyList<DatasetRow> training,
        IReadOnlyList<DatasetRow> rows,
        IReadOnlyList<string> groups,
        int jobs,
        Func<DatasetRow, bool>? isJudged = null
    )
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(groups);
        var report = LeakageSearch.Find(
            training,
            rows,
            new LeakageOptions { Jobs = jobs, IsLink = isJudged is null ? null : row => !isJudged(row) }
        );
        var alike = report.AffectedB.Concat(report.Ids.SelectMany(id => id.B)).Select(row => row.Name).ToHashSet(StringComparer.Ordinal);
        var trained = groups.Where((_, i) => alike.Contains(rows[i].Name)).ToHashSet(StringComparer.Ordinal);
        return rows.Where((row, i) => isJudged?.Invoke(row) != false && trained.Contains(groups[i]))
            .Select(row => row.Name)
            .ToHashSet(StringComparer.Ordinal);
    }

    private static string GetFold(SplitAssignment row) =>
        row.Fold is { } fold ? fold.ToString(System.Globalization.CultureInfo.InvariantCulture) : row.Part;
}

using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Statistics;

/// <summary>
/// Figures of a data set: per row, per class or group, and overall. They do not depend on the number of threads or shards.
/// </summary>
public sealed class DatasetStatistics
{
    private DatasetStatistics(
        IReadOnlyList<RowStatistics> rows,
        IReadOnlyDictionary<string, HuDistribution> distributions,
        RowGrouping grouping
    )
    {
        Rows = rows;
        Grouping = grouping;
        var total = new HuDistribution();
        var by = new List<GroupStatistics>();
        foreach (var group in GroupedRows.Split(rows, grouping))
        {
            var distribution = distributions.GetValueOrDefault(group.Key) ?? new HuDistribution();
            total.Add(distribution);
            by.Add(GroupStatistics.Create(group.Key, [.. group], distribution));
        }

        By = by;
        Overall = GroupStatistics.Create(null, rows, total);
    }

    /// <summary>Figures of each row, in the data set's order.</summary>
    public IReadOnlyList<RowStatistics> Rows { get; }

    /// <summary>Figures of all rows together.</summary>
    public GroupStatistics Overall { get; }

    /// <summary>Figures by <see cref="Grouping"/>, in its order.</summary>
    public IReadOnlyList<GroupStatistics> By { get; }

    /// <summary>What <see cref="By"/> is by.</summary>
    public RowGrouping Grouping { get; }

    /// <summary>Measures rows in one pass. Only the figures are kept in memory.</summary>
    /// <exception cref="Bytes.DatasetFormatException">A file has changed since it was indexed.</exception>
    public static DatasetStatistics Measure(IReadOnlyList<DatasetRow> rows, StatisticsOptions options)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        using var work = new RowWork(rows, options.Jobs);
        var pass = new RowPass(work);
        var statistics = AddTo(pass, rows.Count, options);
        pass.Run(options.RowDone);
        return statistics();
    }

    /// <summary>
    /// Adds the measuring to a pass. Consumers that are added later do not see rows that <see cref="StatisticsOptions.Where"/> excludes.
    /// </summary>
    /// <returns>A function that gives the statistics after the pass has run.</returns>
    internal static Func<DatasetStatistics> AddTo(RowPass pass, int rowCount, StatisticsOptions options)
    {
        var figures = new RowStatistics?[rowCount];
        var distributions = new Dictionary<string, HuDistribution>();
        var gate = new Lock();
        var measure = new RowMeasure(options);
        pass.AddFilter(
            (i, analysis) =>
            {
                var row = measure.Measure(analysis);
                if (options.Where?.Holds(row) == false)
                {
                    return false;
                }

                figures[i] = row;
                if (row.HuPx is not null)
                {
                    lock (gate)
                    {
                        Add(distributions, GroupedRows.GetKey(row, options.Grouping), analysis.HuCounts);
                    }
                }

                return true;
            }
        );
        return () => new DatasetStatistics([.. figures.OfType<RowStatistics>()], distributions, options.Grouping);
    }

    /// <summary>Combines figures that were measured before, for example in shards.</summary>
    /// <param name="rows">Figures of the rows, in the data set's order.</param>
    /// <param name="distributions">HU by class, group or input.</param>
    /// <param name="grouping">Which of these.</param>
    public static DatasetStatistics Combine(
        IReadOnlyList<RowStatistics> rows,
        IReadOnlyDictionary<string, HuDistribution> distributions,
        RowGrouping grouping
    )
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(distributions);
        return new DatasetStatistics(rows, distributions, grouping);
    }

    private static void Add(Dictionary<string, HuDistribution> distributions, string key, HuMeasure measured)
    {
        if (!distributions.TryGetValue(key, out var distribution))
        {
            distributions.Add(key, distribution = new HuDistribution());
        }

        distribution.Counts.Add(measured.Counts);
        distribution.Histogram.Add(measured.Histogram);
    }
}

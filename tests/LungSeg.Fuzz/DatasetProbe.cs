using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Fuzz;

/// <summary>Does with an input what the commands do: summary, every array, now and then statistics and rules.</summary>
internal static class DatasetProbe
{
    private const int PassesPerMeasuring = 4;

    public static void Run(string path, long number, DatasetOptions options)
    {
        using var dataset = Dataset.Open(path, options with { Leniency = number % 2 == 0 ? Leniency.Strict : Leniency.Salvage });
        var rows = RowSelection.All.GetRows(dataset);
        DatasetSummary.Create(dataset, rows);
        foreach (var row in rows)
        {
            using var sample = row.Load();
            _ = row.Label;
            foreach (var array in new[] { row.Mask, row.Hu, row.HuOld })
            {
                if (array is not null)
                {
                    sample.ReadValues(array);
                }
            }
        }

        if (number % PassesPerMeasuring == 0)
        {
            DatasetStatistics.Measure(rows, new StatisticsOptions());
        }
        if (number % PassesPerMeasuring == 1)
        {
            Validator.Run(dataset, rows, [], new ValidationOptions());
        }
    }
}

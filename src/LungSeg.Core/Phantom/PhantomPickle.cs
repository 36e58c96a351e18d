using LungSeg.Core.Datasets;
using LungSeg.Thresholding;

namespace LungSeg.Core.Phantom;

/// <summary>
/// Writes a phantom data set in the layout of the published files. <c>hu_array</c> is the result of the published thresholding; where it
/// fails, the raw slice.
/// </summary>
public static class PhantomPickle
{
    /// <summary>Writes the file and returns the outcome of thresholding on each row.</summary>
    /// <param name="path">File to write; packed with gzip where it ends in <c>.gz</c>.</param>
    /// <param name="phantoms">The data set.</param>
    /// <param name="options">Options for writing.</param>
    /// <exception cref="IOException">The file exists and may not be replaced, or writing fails.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder is denied.</exception>
    public static IReadOnlyList<ThresholdOutcome> Write(string path, PhantomDataset phantoms, PhantomPickleOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(phantoms);
        ArgumentNullException.ThrowIfNull(options);
        var outcomes = Outcomes(phantoms, options);
        var plan = new PickleDatasetPlan([.. phantoms.Rows.Select(row => row.Label)], options.Side, options.Side)
        {
            Protocol = options.Protocol,
            UnmaskedRows = Enumerable.Range(0, outcomes.Length).Where(row => !ThresholdOutcomes.HasMask(outcomes[row])).ToHashSet(),
        };
        using var writer = new PickleDatasetWriter(path, plan, options.Overwrite);
        ParallelRows.Run(
            outcomes.Length,
            options.Jobs,
            row =>
            {
                var slice = phantoms.Render(row);
                var hu = new double[slice.Hu.Length];
                var lung = new byte[slice.Hu.Length];
                if (ThresholdOutcomes.HasMask(LungMaskers.Published.Compute(slice.Hu, slice.Side, slice.Side, lung)))
                {
                    LungProduct.Apply(slice.Hu, lung, hu);
                }
                writer.WriteRow(row, slice.Mask, hu, slice.Hu);
                options.RowDone?.Invoke();
            }
        );
        writer.Commit();
        return outcomes;
    }

    /// <summary>Thresholds all rows before anything is written: the layout of the file depends on the rows that fail.</summary>
    private static ThresholdOutcome[] Outcomes(PhantomDataset phantoms, PhantomPickleOptions options)
    {
        var outcomes = new ThresholdOutcome[phantoms.Rows.Count];
        ParallelRows.Run(
            outcomes.Length,
            options.Jobs,
            row =>
            {
                var slice = phantoms.Render(row);
                outcomes[row] = LungMaskers.Published.Compute(slice.Hu, slice.Side, slice.Side, new byte[slice.Hu.Length]);
            }
        );
        return outcomes;
    }
}

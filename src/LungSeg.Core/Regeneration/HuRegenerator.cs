using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Datasets;
using LungSeg.Thresholding;

namespace LungSeg.Core.Regeneration;

/// <summary>Writes a copy of a data set in which hu_array is recomputed from hu_array_old. All other bytes are unchanged.</summary>
public static class HuRegenerator
{
    /// <summary>Regenerates one input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="path">File to write, in the input's format.</param>
    /// <param name="options">Options of the regeneration.</param>
    /// <returns>
    /// Outcome of each row that was regenerated, by its index. Null, with nothing written, where a row failed under
    /// <see cref="FailureAction.Fail"/>.
    /// </returns>
    /// <exception cref="DatasetFormatException">A row cannot be thresholded, or the file's layout does not allow it.</exception>
    /// <exception cref="IOException">The file exists and may not be replaced, or writing fails.</exception>
    public static IReadOnlyDictionary<long, ThresholdOutcome>? Write(DatasetInput input, string path, RegenerationOptions options)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(options);
        using var run = input.Files.Enter();
        input.Files.RefuseWithinInputs(path);
        var rows = Rows(input, options);
        foreach (var row in rows)
        {
            SliceShape.GetSize(row, needsHu: false);
        }
        if (options.Shard is not null)
        {
            return LungMaskShards.Write(input, rows, path, options);
        }
        var masker = options.Merged is null ? CreateMasker(rows, options) : null;
        using var target = PackedOutput.Create(path, options.Overwrite, jobs: options.Jobs);
        if (options.Merged is not null)
        {
            LungMaskShards.Check(input, rows, options);
        }
        var outcomes = new ThresholdOutcome?[input.RowCount];
        var changes = Changes(input, rows, options, masker, outcomes);
        ArrayRewriter.Write(
            input,
            target.Handle,
            row => changes[row],
            (sample, values) => Make(sample, values, options, masker, outcomes),
            RowJobs.Limit(rows, options.Jobs)
        );
        if (options.OnFailure == FailureAction.Fail && outcomes.Any(outcome => outcome is { } ended && !ThresholdOutcomes.HasMask(ended)))
        {
            return null;
        }
        target.Commit();
        return outcomes
            .Select((outcome, row) => (outcome, row))
            .Where(pair => pair.outcome is not null)
            .ToDictionary(pair => (long)pair.row, pair => pair.outcome!.Value);
    }

    private static DatasetRow[] Rows(DatasetInput input, RegenerationOptions options) =>
        options.Rows is { } selected
            ? [.. selected.Where(row => ReferenceEquals(row.Input, input))]
            : [.. Enumerable.Range(0, checked((int)input.RowCount)).Select(row => new DatasetRow(input, row))];

    /// <summary>
    /// Rows whose array gets new values. Where hu_array and hu_array_old are one array, a failure under <see cref="FailureAction.Keep"/>
    /// leaves it unchanged, so such rows are thresholded here first.
    /// </summary>
    private static bool[] Changes(
        DatasetInput input,
        DatasetRow[] rows,
        RegenerationOptions options,
        RowMasker? masker,
        ThresholdOutcome?[] outcomes
    )
    {
        var changes = new bool[input.RowCount];
        ParallelRows.Run(
            rows.Length,
            RowJobs.Limit(rows, options.Jobs),
            i =>
            {
                var row = rows[i];
                changes[row.Index] = true;
                if (!row.HuIsHuOld || options.OnFailure != FailureAction.Keep)
                {
                    return;
                }
                using var sample = row.Load();
                var outcome = Mask(sample, options, masker, new byte[row.HuOld!.Count]);
                outcomes[row.Index] = outcome;
                changes[row.Index] = ThresholdOutcomes.HasMask(outcome);
            }
        );
        return changes;
    }

    private static void Make(
        CtSample sample,
        Span<double> values,
        RegenerationOptions options,
        RowMasker? masker,
        ThresholdOutcome?[] outcomes
    )
    {
        var mask = System.Buffers.ArrayPool<byte>.Shared.Rent(values.Length);
        try
        {
            var outcome = Mask(sample, options, masker, mask.AsSpan(0, values.Length));
            outcomes[sample.Row.Index] = outcome;
            var hu = sample.ReadValues(sample.Row.HuOld!);
            if (ThresholdOutcomes.HasMask(outcome))
            {
                LungProduct.Apply(hu, mask.AsSpan(0, values.Length), values);
            }
            else if (options.OnFailure == FailureAction.Zero)
            {
                values.Clear();
            }
            else
            {
                hu.CopyTo(values);
            }
            options.RowDone?.Invoke();
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(mask);
        }
    }

    private static ThresholdOutcome Mask(CtSample sample, RegenerationOptions options, RowMasker? masker, Span<byte> mask) =>
        options.Merged is { } shards ? LungMaskShards.Read(shards, sample.Row, mask) : masker!.Compute(sample, mask);

    /// <summary>The method over rows.</summary>
    internal static RowMasker CreateMasker(IReadOnlyList<DatasetRow> rows, RegenerationOptions options) =>
        new(options.Method, options.Neighbours, rows, options.Jobs);
}

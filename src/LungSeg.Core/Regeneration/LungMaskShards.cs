using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;
using LungSeg.Thresholding;

namespace LungSeg.Core.Regeneration;

/// <summary>
/// Writes the lung masks of rows to shards and reads them back. Shards do the costly thresholding; the merge multiplies and writes.
/// </summary>
internal static class LungMaskShards
{
    private const string Piece = "lung_mask";

    /// <summary>Writes the masks of a shard's rows.</summary>
    /// <returns>
    /// Outcome of each row, by its index. Null, with nothing written, where a row failed under <see cref="FailureAction.Fail"/>.
    /// </returns>
    public static IReadOnlyDictionary<long, ThresholdOutcome>? Write(
        DatasetInput input,
        DatasetRow[] rows,
        string path,
        RegenerationOptions options
    )
    {
        var shard = options.Shard!.Shard;
        using var target = new ShardWriter(options.Shard.GetFolder(path), options.Overwrite);
        using var digests = new RunningDigest([input]);
        var own = rows.Where(row => shard.Contains(row.Index)).ToArray();
        var outcomes = new ThresholdOutcome[own.Length];
        var masker = HuRegenerator.CreateMasker(own, options);
        ParallelRows.Run(
            own.Length,
            RowJobs.Limit(own, options.Jobs),
            i =>
            {
                using var sample = own[i].Load();
                var size = SliceShape.GetSize(own[i], needsHu: false);
                var mask = new byte[size.Height * size.Width];
                outcomes[i] = masker.Compute(sample, mask);
                target.Put(
                    own[i].Index,
                    Piece,
                    CreateCodec(mask.Length).Pack((outcomes[i], ThresholdOutcomes.HasMask(outcomes[i]) ? mask : []))
                );
                options.RowDone?.Invoke();
            }
        );
        if (options.OnFailure == FailureAction.Fail && !Array.TrueForAll(outcomes, ThresholdOutcomes.HasMask))
        {
            return null;
        }
        options.Shard.PutJudgement(target);
        target.Commit(options.Shard.Describe(digests.Result, ComputePlan(input, rows, options)));
        return own.Zip(outcomes).ToDictionary(pair => pair.First.Index, pair => pair.Second);
    }

    /// <summary>Throws where the shards are not of this run.</summary>
    public static void Check(DatasetInput input, DatasetRow[] rows, RegenerationOptions options)
    {
        options.Merged!.CheckPlan(ComputePlan(input, rows, options));
        options.Merged.CheckInputs([InputDigest.ComputeSha256(input)]);
    }

    /// <summary>Reads the mask of a row from its shard.</summary>
    /// <exception cref="DatasetFormatException">No shard holds the mask, or it is damaged.</exception>
    public static ThresholdOutcome Read(ShardSet shards, DatasetRow row, Span<byte> mask)
    {
        var (outcome, stored) = shards.Get(row.Index, Piece, CreateCodec(mask.Length));
        stored.AsSpan().CopyTo(mask);
        return outcome;
    }

    /// <summary>One byte for the outcome, then one byte a pixel where there is a mask.</summary>
    private static PieceCodec<(ThresholdOutcome Outcome, ArraySegment<byte> Mask)> CreateCodec(int pixels) =>
        new(
            row => [(byte)row.Outcome, .. row.Mask],
            bytes =>
                bytes.Length > 0
                && (ThresholdOutcome)bytes[0] is var outcome
                && Enum.IsDefined(outcome)
                && bytes.Length - 1 == (ThresholdOutcomes.HasMask(outcome) ? pixels : 0)
                    ? (outcome, new ArraySegment<byte>(bytes, 1, bytes.Length - 1))
                    : throw new FormatException($"{bytes.Length} bytes, expected an outcome and {pixels} pixels")
        );

    private static string ComputePlan(DatasetInput input, DatasetRow[] rows, RegenerationOptions options) =>
        ShardPlan.ComputeSha256(
            [
                $"{options.Method.Name} {(options.Method as HullMasker)?.Margin} {options.OnFailure} {options.Context}",
                .. options.Parameters,
            ],
            (options.Named?.Where(row => ReferenceEquals(row.Input, input)) ?? rows).Select(row =>
                ShardPlan.Line(row, row.HuIsHuOld ? "shared" : "own")
            )
        );
}

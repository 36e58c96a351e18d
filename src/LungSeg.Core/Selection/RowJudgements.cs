using System.Text.Json.Serialization;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Selection;

/// <summary>How rows were judged: which rules name them, and which do not meet the condition on figures.</summary>
internal sealed class RowJudgements
{
    private static readonly PieceCodec<StoredJudgement[]> Codec = PieceCodec.Json(StoredJudgementJson.Default.StoredJudgementArray);

    private readonly SortedDictionary<long, RuleMatch[]> _matches = [];
    private readonly SortedSet<long> _failing = [];

    /// <summary>The rules that name a row, in the order of their ids, each once for a severity.</summary>
    /// <param name="number">Number of the row over all inputs.</param>
    public IReadOnlyList<RuleMatch> GetMatches(long number) => _matches.GetValueOrDefault(number) ?? [];

    /// <summary>Whether the figures of a row were measured and do not meet the condition.</summary>
    public bool FailsCondition(long number) => _failing.Contains(number);

    public void SetMatches(long number, IEnumerable<RuleMatch> matches) =>
        _matches[number] = [.. matches.DistinctBy(match => (match.Rule, match.Severity))];

    /// <summary>Marks a row as one that does not meet the condition; from any thread.</summary>
    public void SetFailing(long number)
    {
        lock (_failing)
        {
            _failing.Add(number);
        }
    }

    /// <summary>All judgements as a piece of a shard.</summary>
    public byte[] Pack() =>
        Codec.Pack([
            .. _matches
                .Keys.Union(_failing)
                .Order()
                .Select(number => new StoredJudgement(number, _matches.GetValueOrDefault(number), _failing.Contains(number))),
        ]);

    /// <summary>The judgements of all shards. Rules that compare rows were judged by each shard over all rows.</summary>
    /// <exception cref="Bytes.DatasetFormatException">A shard lacks its judgements, or they are damaged.</exception>
    public static RowJudgements Merge(ShardSet shards)
    {
        var all = new RowJudgements();
        foreach (var row in shards.ReadShardPieces(RowPieces.Judgement, Codec).SelectMany(rows => rows))
        {
            all.SetMatches(
                row.Number,
                all.GetMatches(row.Number).Concat(row.Matches ?? []).OrderBy(match => match.Rule, StringComparer.Ordinal)
            );
            if (row.FailsCondition)
            {
                all.SetFailing(row.Number);
            }
        }

        return all;
    }
}

/// <summary>The judgement of one row in a shard.</summary>
internal sealed record StoredJudgement(long Number, RuleMatch[]? Matches, bool FailsCondition);

/// <summary>Writes and reads judgements without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals
)]
[JsonSerializable(typeof(StoredJudgement[]))]
internal sealed partial class StoredJudgementJson : JsonSerializerContext;

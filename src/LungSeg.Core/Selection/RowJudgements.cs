using System.Text.Json.Serialization;
using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Selection;

/// <summary>How rows were judged: which rules name them, and which do not meet the condition on figures.</summary>
internal sealed class RowJudgements
{
    private static readonly PieceCodec<StoredJudgement[]> Codec = PieceCodec.Json(StoredJudgementJson.Default.StoredJudgementArray);

    private readonly Dictionary<DatasetRow, List<RuleMatch>> _matches = [];
    private readonly HashSet<DatasetRow> _failing = [];

    /// <summary>The rules that name a row, in the order of their ids, each once for a severity.</summary>
    public IReadOnlyList<RuleMatch> GetMatches(DatasetRow row) => _matches.GetValueOrDefault(row) ?? [];

    /// <summary>Whether the figures of a row were measured and do not meet the condition.</summary>
    public bool FailsCondition(DatasetRow row) => _failing.Contains(row);

    /// <summary>Adds a rule that names a row; the rules come in the order of their ids.</summary>
    public void Add(DatasetRow row, RuleMatch match)
    {
        if (!_matches.TryGetValue(row, out var matches))
        {
            _matches.Add(row, matches = []);
        }
        if (!matches.Exists(known => known.Rule == match.Rule && known.Severity == match.Severity))
        {
            matches.Add(match);
        }
    }

    /// <summary>Marks a row as one that does not meet the condition; from any thread.</summary>
    public void SetFailing(DatasetRow row)
    {
        lock (_failing)
        {
            _failing.Add(row);
        }
    }

    /// <summary>All judgements as a piece of a shard.</summary>
    public byte[] Pack(Dataset dataset) =>
        Codec.Pack([
            .. _matches
                .Keys.Union(_failing)
                .OrderBy(dataset.GetNumber)
                .Select(row => new StoredJudgement(dataset.GetNumber(row), [.. GetMatches(row)], FailsCondition(row))),
        ]);

    /// <summary>The judgements of all shards. Rules that compare rows were judged by each shard over all rows.</summary>
    /// <exception cref="Bytes.DatasetFormatException">A shard lacks its judgements, or they are damaged.</exception>
    public static RowJudgements Merge(Dataset dataset, ShardSet shards)
    {
        var all = new RowJudgements();
        var rows = shards
            .ReadShardPieces(RowPieces.Judgement, Codec)
            .SelectMany(rows => rows)
            .Where(row => row.Number >= 0 && row.Number < dataset.RowCount)
            .ToLookup(row => row.Number);
        foreach (var judged in rows)
        {
            var row = dataset[judged.Key];
            foreach (var match in judged.SelectMany(one => one.Matches ?? []).OrderBy(match => match.Rule, StringComparer.Ordinal))
            {
                all.Add(row, match);
            }

            if (judged.Any(one => one.FailsCondition))
            {
                all.SetFailing(row);
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

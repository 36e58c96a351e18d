using LungSeg.Core.Datasets;
using LungSeg.Core.Model;

namespace LungSeg.Core.Sharding;

/// <summary>Request to run one shard, which is merged with the others later.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Arguments">Command line of the run without shards. It is stored in the shard, so that the merge can repeat it.</param>
public sealed record ShardRun(Shard Shard, IReadOnlyList<string> Arguments)
{
    /// <summary>How the rows of the shard were judged when rows were chosen, for the merge; null where nothing was to be judged.</summary>
    public ReadOnlyMemory<byte>? Judgement { get; init; }

    /// <summary>What chooses the rows of the run, as options of its command. Shards with other choices are not of one run.</summary>
    public IReadOnlyList<string> Choice { get; init; } = [];

    /// <summary>Describes the shard.</summary>
    /// <param name="inputs">SHA-256 of the inputs, in their order.</param>
    /// <param name="plan">The <see cref="ShardPlan"/> of the run.</param>
    internal ShardDescription Describe(IReadOnlyList<string> inputs, string plan) =>
        new()
        {
            Shard = Shard,
            Version = ToolVersion.Text,
            Arguments = Arguments,
            Choice = Choice,
            Inputs = inputs,
            Plan = plan,
        };

    /// <summary>Writes the shard's judgement to the shard.</summary>
    internal void PutJudgement(ShardWriter writer)
    {
        if (Judgement is { } bytes)
        {
            writer.Put(-1, RowPieces.Judgement, bytes.Span);
        }
    }

    /// <summary>Folder of the shard, for example <c>OUT.shard-3-of-8</c>.</summary>
    /// <param name="output">Output of the run without shards.</param>
    public string GetFolder(string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Path.TrimEndingDirectorySeparator(output)}.shard-{Shard.Index}-of-{Shard.Count}"
        );
    }
}

/// <summary>Where a shard is written.</summary>
/// <param name="Run">The shard and its run.</param>
/// <param name="Output">Output of the run without shards, after which the shard's folder is named.</param>
/// <param name="Overwrite">Whether an existing folder may be replaced.</param>
public sealed record ShardTarget(ShardRun Run, string Output, bool Overwrite)
{
    /// <summary>Folder of the shard.</summary>
    public string Folder => Run.GetFolder(Output);
}

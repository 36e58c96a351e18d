using LungSeg.Core.Datasets;

namespace LungSeg.Core.Sharding;

/// <summary>Asks for one part of a run, to be joined with the others later.</summary>
/// <param name="Shard">Which part.</param>
/// <param name="Arguments">The words of the command that does the whole; kept with the part, for whoever joins the parts.</param>
public sealed record ShardRun(Shard Shard, IReadOnlyList<string> Arguments)
{
    /// <summary>Folder of the part, for example <c>OUT.shard-3-of-8</c>.</summary>
    /// <param name="output">Where the whole goes.</param>
    public string GetFolder(string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Path.TrimEndingDirectorySeparator(output)}.shard-{Shard.Index}-of-{Shard.Count}"
        );
    }
}

/// <summary>Where a shard goes.</summary>
/// <param name="Run">Which part of what run.</param>
/// <param name="Output">Name after which the shard is called.</param>
/// <param name="Overwrite">Whether a shard of that name may be replaced.</param>
public sealed record ShardTarget(ShardRun Run, string Output, bool Overwrite)
{
    /// <summary>Folder of the shard.</summary>
    public string Folder => Run.GetFolder(Output);
}

namespace LungSeg.Core.Sharding;

/// <summary>Where a shard goes.</summary>
/// <param name="Run">Which part of what run.</param>
/// <param name="Output">Name after which the shard is called.</param>
/// <param name="Overwrite">Whether a shard of that name may be replaced.</param>
public sealed record ShardTarget(ShardRun Run, string Output, bool Overwrite)
{
    /// <summary>Folder of the shard.</summary>
    public string Folder => Run.GetFolder(Output);
}

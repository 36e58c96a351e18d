using System.Globalization;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Tar;

namespace LungSeg.Core.Conversion.Arrays;

/// <summary>
/// Writes samples into tar files of a bounded size, one after another: <c>lungseg-train-000000.tar</c>, <c>lungseg-train-000001.tar</c> and
/// so on.
/// </summary>
internal sealed class ShardedTar(ExportRun run, string? part) : IDisposable
{
    private readonly long _most = run.Options.ShardMegabytes * 1_000_000L;
    private FileStream? _shard;
    private int _count;

    /// <summary>Name of a shard.</summary>
    public static string NameOf(string? part, int number) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"lungseg-{(part is null ? string.Empty : CaseNames.Safe(part) + "-")}{number:000000}.tar"
        );

    /// <summary>Writes the members of one sample, which stay together.</summary>
    /// <returns>Name of the shard that holds them.</returns>
    public string Write(ArraySegment<byte> sample)
    {
        if (_shard is not null && _shard.Position + sample.Count + TarMember.End.Length > _most)
            Close();
        _shard ??= new FileStream(run.PathOf(NameOf(part, _count++)), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        _shard.Write(sample);
        return NameOf(part, _count - 1);
    }

    public void Dispose() => Close();

    private void Close()
    {
        _shard?.Write(TarMember.End);
        _shard?.Flush(flushToDisk: true);
        _shard?.Dispose();
        _shard = null;
    }
}

using System.Globalization;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Formats.Tar;

namespace LungSeg.Core.Conversion.Arrays;

/// <summary>
/// Writes samples into tar files of a bounded size, one after another: <c>lungseg-train-000000.tar</c>, <c>lungseg-train-000001.tar</c> and
/// so on.
/// </summary>
internal sealed class TarArchives(ExportRun run, string? part) : IDisposable
{
    private readonly long _maximum = run.Options.ShardMegabytes * 1_000_000L;
    private FileStream? _archive;
    private int _count;

    /// <summary>Name of an archive.</summary>
    public static string GetName(string? part, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"lungseg-{(part is null ? string.Empty : part + "-")}{number:000000}.tar");

    /// <summary>Writes the members of one sample, which stay together.</summary>
    /// <returns>Name of the archive that holds them.</returns>
    public string Write(ArraySegment<byte> sample)
    {
        if (_archive is not null && _archive.Position + sample.Count + TarMember.End.Length > _maximum)
        {
            Dispose();
        }

        _archive ??= run.Files.Create(GetName(part, _count++), bufferSize: 0);
        _archive.Write(sample);
        return GetName(part, _count - 1);
    }

    public void Dispose()
    {
        _archive?.Write(TarMember.End);
        _archive?.Flush(flushToDisk: true);
        _archive?.Dispose();
        _archive = null;
    }
}

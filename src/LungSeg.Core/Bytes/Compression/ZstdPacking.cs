using SharpCompress.Compressors.ZStandard;
using SharpCompress.Compressors.ZStandard.Unsafe;

namespace LungSeg.Core.Bytes.Compression;

/// <summary>Packs with zstd on several threads: one frame, which is all that pandas reads, with its length and a checksum.</summary>
internal static class ZstdPacking
{
    private const int Level = 3;
    private const int BufferBytes = 1 << 20;

    public static void Pack(Stream source, Stream target, int jobs)
    {
        using var zstd = new CompressionStream(target, Level);

        // One worker and many give the same bytes; none would give others.
        zstd.SetParameter(ZSTD_cParameter.ZSTD_c_nbWorkers, jobs);
        zstd.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        zstd.SetPledgedSrcSize((ulong)source.Length);
        source.CopyTo(zstd, BufferBytes);
    }
}

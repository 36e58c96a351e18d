using SharpCompress.Compressors.ZStandard;
using SharpCompress.Compressors.ZStandard.Unsafe;

namespace LungSeg.Core.Bytes.Compression;

/// <summary>Packs with zstd on several threads, as one frame with its length and a checksum: pandas reads only the first frame.</summary>
internal static class ZstdPacking
{
    private const int Level = 3;
    private const int BufferBytes = 1 << 20;

    public static void Pack(Stream source, Stream target, int jobs)
    {
        using var zstd = new CompressionStream(target, Level);

        // Any number of workers from 1 gives the same bytes; 0 workers would give others.
        zstd.SetParameter(ZSTD_cParameter.ZSTD_c_nbWorkers, jobs);
        zstd.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        zstd.SetPledgedSrcSize((ulong)source.Length);
        source.CopyTo(zstd, BufferBytes);
    }
}

using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;

namespace LungSeg.Core.Datasets;

/// <summary>Copies a stream into a temporary file, which is deleted when it is closed.</summary>
internal static class SpooledStream
{
    public static FileByteSource Spool(Stream stream, string name, DatasetOptions options) =>
        TemporaryFile
            .Fill(stream, new SourceName(name, null, "stream"), options.TemporaryFolder ?? Path.GetTempPath(), options.Limits)
            .File;
}

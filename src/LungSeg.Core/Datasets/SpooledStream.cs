using System.Buffers;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Datasets;

/// <summary>Copies a stream into a temporary file that is gone when it is closed.</summary>
internal static class SpooledStream
{
    private const int ChunkBytes = 1 << 20;

    public static FileByteSource Spool(Stream stream, string name, DatasetOptions options)
    {
        var source = new SourceName(name, null, "stream");
        var folder = options.TemporaryFolder ?? Path.GetTempPath();
        var path = Path.Combine(folder, $"lungseg-{Guid.NewGuid():N}.tmp");
        var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            var length = 0L;
            for (int got; (got = stream.Read(chunk, 0, chunk.Length)) > 0; length += got)
            {
                if (length + got > options.Limits.MaxInflatedBytes)
                    throw FormatError.TooLarge(source, length, "length of the stream, in bytes,", length + got, options.Limits.MaxInflatedBytes);
                RandomAccess.Write(handle, chunk.AsSpan(0, got), length);
            }

            return FileByteSource.Own(handle, source);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }
}

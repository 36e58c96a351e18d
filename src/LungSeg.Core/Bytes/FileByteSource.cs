using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Bytes;

/// <summary>A file, read by position.</summary>
internal sealed class FileByteSource : IByteSource
{
    private readonly SafeFileHandle _handle;

    private FileByteSource(SafeFileHandle handle, SourceName name)
    {
        _handle = handle;
        Name = name;
        Length = RandomAccess.GetLength(handle);
    }

    public SourceName Name { get; }

    public long Length { get; }

    /// <summary>Opens <paramref name="path"/> for reading, as an input of the current run.</summary>
    public static FileByteSource Open(string path) => Open(path, new SourceName(path, null, "file"), RunFiles.Current);

    /// <summary>
    /// Opens <paramref name="path"/> for reading, as an input of <paramref name="run"/>. Messages call it <paramref name="name"/>.
    /// </summary>
    /// <exception cref="DatasetFormatException">The file changed since the run opened it before.</exception>
    public static FileByteSource Open(string path, SourceName name, RunFiles? run)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            run?.AddRead(path, FileStatus.Get(handle, path));
            return new FileByteSource(handle, name);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Takes over an open handle, for example of a temporary file.</summary>
    public static FileByteSource Own(SafeFileHandle handle, SourceName name) => new(handle, name);

    public int Read(long offset, Span<byte> destination)
    {
        var total = 0;
        while (total < destination.Length)
        {
            var got = RandomAccess.Read(_handle, destination[total..], offset + total);
            if (got == 0)
            {
                break;
            }
            total += got;
        }

        return total;
    }

    public void Dispose() => _handle.Dispose();
}

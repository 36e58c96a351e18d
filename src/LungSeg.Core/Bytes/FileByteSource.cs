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

    /// <summary>Opens <paramref name="path"/> for reading; <paramref name="shownPath"/> is what messages call it.</summary>
    public static FileByteSource Open(string path, string? shownPath = null, FileOptions options = FileOptions.None)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, options);
        return new FileByteSource(handle, new SourceName(shownPath ?? path, null, "file"));
    }

    /// <summary>Opens <paramref name="path"/> for reading under a name for messages.</summary>
    public static FileByteSource Open(string path, SourceName name) =>
        new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), name);

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

using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Bytes.Compression;

/// <summary>Makes temporary files that are deleted when they are closed, and that only this user can read.</summary>
internal static class TemporaryFile
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>A decoder that fails loses the bytes of its last read; small reads keep the loss small.</summary>
    private const int StepBytes = 4 << 10;

    /// <summary>Copies <paramref name="stream"/> into a temporary file.</summary>
    /// <param name="stream">The data.</param>
    /// <param name="name">Name of the data in messages.</param>
    /// <param name="folder">Folder for the file.</param>
    /// <param name="limits">Limits on the length, which is counted while bytes are copied and never read from a header.</param>
    /// <returns>The file, and the error that <paramref name="stream"/> threw before its end; null where it threw none.</returns>
    /// <exception cref="DatasetFormatException">The file exceeds a limit (<see cref="Fault.TooLarge"/>).</exception>
    /// <exception cref="IOException">Writing fails.</exception>
    public static (FileByteSource File, DatasetFormatException? Damage) Fill(
        Stream stream,
        SourceName name,
        string folder,
        ReadLimits limits
    )
    {
        var handle = Create(folder);
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        DatasetFormatException? damage = null;
        try
        {
            var free = new DriveInfo(folder).AvailableFreeSpace - limits.MinFreeDiskBytes;
            for (var length = 0L; damage is null; )
            {
                (var got, damage) = FillChunk(stream, chunk);
                if (got == 0)
                {
                    break;
                }
                Check(name, length, length + got, "unpacked length, in bytes,", limits.MaxUnpackedBytes);
                Check(name, length, length + got, "unpacked length on a disk with too little space, in bytes,", free);
                Write(handle, chunk.AsSpan(0, got), length, folder);
                length += got;
            }

            return (FileByteSource.Own(handle, name), damage);
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

    private static (int Length, DatasetFormatException? Damage) FillChunk(Stream stream, byte[] chunk)
    {
        var length = 0;
        try
        {
            while (length < chunk.Length)
            {
                var got = stream.Read(chunk, length, Math.Min(StepBytes, chunk.Length - length));
                if (got == 0)
                {
                    break;
                }
                length += got;
            }

            return (length, null);
        }
        catch (DatasetFormatException e)
        {
            return (length, e);
        }
    }

    /// <summary>Creates an empty file, to be written and read by position.</summary>
    /// <param name="folder">Folder for the file.</param>
    /// <param name="length">Length to reserve on the disk; 0 where it is not known.</param>
    /// <exception cref="IOException">The folder is not the full path of a folder, or the disk is full.</exception>
    public static SafeFileHandle Create(string folder, long length = 0)
    {
        // Not FileNotFoundException, which callers report as a missing input.
        if (!Path.IsPathFullyQualified(folder) || !Directory.Exists(folder))
        {
            throw new IOException($"the folder for temporary files (TMPDIR), {folder}, is no full path of a folder; set TMPDIR to one");
        }
        var path = Path.Combine(folder, $"lungseg-{Guid.NewGuid():N}.tmp");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
            PreallocationSize = length,
        };
        if (OperatingSystem.IsWindows())
        {
            options.Options = FileOptions.DeleteOnClose;
            return new FileStream(path, options).SafeFileHandle;
        }

        // The name is deleted at once. The system deletes the file with its last handle, also when the process is killed.
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var handle = new FileStream(path, options).SafeFileHandle;
        File.Delete(path);
        return handle;
    }

    /// <summary>Writes to a file of <see cref="Create"/>.</summary>
    /// <exception cref="IOException">Writing fails; the message names the folder.</exception>
    public static void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset, string folder)
    {
        try
        {
            RandomAccess.Write(file, bytes, offset);
        }
        catch (IOException e)
        {
            throw new IOException($"the folder for temporary files (TMPDIR), {folder}: {e.Message}", e);
        }
    }

    private static void Check(SourceName name, long offset, long length, string what, long limit)
    {
        if (length > limit)
        {
            throw FormatError.TooLarge(name, offset, what, length, limit);
        }
    }
}

using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Bytes;

/// <summary>A file that appears under its name only when it is finished: written as a temporary sibling, then renamed.</summary>
internal sealed class AtomicFile : IDisposable
{
    private readonly string _path;
    private readonly bool _overwrite;
    private readonly string _temporaryPath;
    private bool _isDone;

    private AtomicFile(string path, bool overwrite, long length)
    {
        _path = OutputPath.ResolveFile(path);
        _overwrite = overwrite;
        _temporaryPath = $"{_path}.tmp-{Environment.ProcessId}";

        // Only an earlier process of the same number can have left a file that nobody here is writing.
        if (!TemporaryPaths.Contains(_temporaryPath))
        {
            File.Delete(_temporaryPath);
        }
        Handle = File.OpenHandle(_temporaryPath, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, FileOptions.None, length);
        TemporaryPaths.Add(_temporaryPath);
    }

    /// <summary>The temporary file, open for positional reads and writes.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Starts a file.</summary>
    /// <param name="path">Final name.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="length">Length to ask the disk for ahead, so that a full disk shows at once; 0 where it is not known.</param>
    /// <exception cref="IOException">The file exists and may not be replaced, or the disk refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    public static AtomicFile Create(string path, bool overwrite, long length = 0)
    {
        RefuseExisting(path, overwrite);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            throw new IOException($"{path}: folder {folder} not found; make it first");
        }
        return new AtomicFile(path, overwrite, length);
    }

    /// <summary>Throws where <paramref name="path"/> exists and may not be replaced.</summary>
    public static void RefuseExisting(string path, bool overwrite)
    {
        if (!overwrite && File.Exists(path))
        {
            throw new OutputExistsException(path);
        }
    }

    /// <summary>Flushes to disk and gives the file its name.</summary>
    public void Commit()
    {
        RandomAccess.FlushToDisk(Handle);
        Handle.Dispose();
        File.Move(_temporaryPath, _path, _overwrite);
        _isDone = true;
        TemporaryPaths.Remove(_temporaryPath);
    }

    /// <summary>Removes the temporary file where it was not committed.</summary>
    public void Dispose()
    {
        Handle.Dispose();
        if (_isDone)
        {
            return;
        }
        File.Delete(_temporaryPath);
        TemporaryPaths.Remove(_temporaryPath);
    }
}

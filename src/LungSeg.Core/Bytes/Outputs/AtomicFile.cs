using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Bytes.Outputs;

/// <summary>A file that appears under its name only when it is finished: written beside its place, then renamed.</summary>
internal sealed class AtomicFile : IDisposable
{
    private readonly FilePublication _publication;
    private readonly Staging _staging;

    private AtomicFile(string path, bool overwrite, long length)
    {
        _publication = new FilePublication(path, overwrite);
        _staging = Staging.Create(path);
        try
        {
            Handle = File.OpenHandle(_staging.Path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, FileOptions.None, length);
        }
        catch
        {
            _staging.Dispose();
            throw;
        }
    }

    /// <summary>The file, open for positional reads and writes.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>A folder for files that the run needs and that do not belong to the output.</summary>
    public string Scratch => _staging.Folder;

    /// <summary>Starts a file.</summary>
    /// <param name="path">Final name.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="length">Length to ask the disk for ahead, so that a full disk shows at once; 0 where it is not known.</param>
    /// <exception cref="InvalidRequestException">It is a file that the run has read, or another output of the run.</exception>
    /// <exception cref="IOException">The file exists and may not be replaced, or writing fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    public static AtomicFile Create(string path, bool overwrite, long length = 0)
    {
        FilePublication.Check(path, overwrite);
        return new AtomicFile(path, overwrite, length);
    }

    /// <summary>Flushes to disk and gives the file its name.</summary>
    /// <exception cref="DatasetFormatException">An input is no longer what it was when it was read.</exception>
    /// <exception cref="IOException">The file came up meanwhile and may not be replaced, or what was written is gone.</exception>
    public void Commit()
    {
        RandomAccess.FlushToDisk(Handle);
        var written = FileStatus.Get(Handle, _staging.Path);
        Handle.Dispose();
        if (FileStatus.Find(_staging.Path)?.Identity != written?.Identity)
        {
            throw new IOException($"{_staging.Path} is gone or another: a scratch cleaner or another program took it away");
        }
        _publication.Publish(_staging, manifest: null);
    }

    /// <summary>Removes what is not published.</summary>
    public void Dispose()
    {
        Handle.Dispose();
        _staging.Dispose();
    }
}

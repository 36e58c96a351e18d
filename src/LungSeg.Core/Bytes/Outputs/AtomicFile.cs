using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Bytes.Outputs;

/// <summary>A file that appears under its name only when it is finished. Until then it is written in a folder beside that name.</summary>
internal sealed class AtomicFile : IDisposable
{
    private readonly FilePublication _publication;
    private readonly Staging _staging;

    private AtomicFile(string path, bool overwrite, long length)
    {
        _publication = new FilePublication(path, overwrite, hasManifest: false);
        _publication.Check();
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
    /// <param name="length">Length to reserve on the disk, so that a full disk is an error at once; 0 where it is not known.</param>
    /// <exception cref="InvalidRequestException">The path is a file that the run has read.</exception>
    /// <exception cref="IOException">The file exists and may not be replaced, or writing fails.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder is denied.</exception>
    public static AtomicFile Create(string path, bool overwrite, long length = 0) => new(path, overwrite, length);

    /// <summary>Flushes the file to disk and gives it its name.</summary>
    /// <exception cref="DatasetFormatException">An input changed since the run read it.</exception>
    /// <exception cref="IOException">A file of that name appeared meanwhile and may not be replaced, or the written file is
    /// missing.</exception>
    public void Commit()
    {
        RandomAccess.FlushToDisk(Handle);
        var written = FileStatus.Get(Handle, _staging.Path);
        Handle.Dispose();
        if (FileStatus.Find(_staging.Path)?.Identity != written?.Identity)
        {
            throw new IOException($"{_staging.Path} is missing or replaced: a scratch cleaner or another program changed it");
        }
        _publication.Publish(_staging, manifest: null);
    }

    /// <summary>Deletes the file if it is not published.</summary>
    public void Dispose()
    {
        Handle.Dispose();
        _staging.Dispose();
    }
}

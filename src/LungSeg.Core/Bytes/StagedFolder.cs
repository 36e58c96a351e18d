namespace LungSeg.Core.Bytes;

/// <summary>A folder that appears under its name only when it is finished: filled as a temporary sibling, then renamed.</summary>
internal sealed class StagedFolder : IDisposable
{
    private readonly string _path;
    private readonly bool _overwrite;
    private bool _isDone;

    private StagedFolder(string path, bool overwrite)
    {
        _path = OutputPath.ResolveFile(path);
        _overwrite = overwrite;
        Path = $"{_path}.tmp-{Environment.ProcessId}";
        TemporaryPaths.Add(Path);

        // Only an earlier process of the same number can have left it.
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
        TemporaryPaths.MakeFolder(Path);
    }

    /// <summary>The temporary folder, to be filled.</summary>
    public string Path { get; }

    /// <summary>Starts a folder.</summary>
    /// <param name="path">Final name.</param>
    /// <param name="overwrite">Whether a folder of that name may be replaced, being empty or holding <paramref name="document"/>.</param>
    /// <param name="document">Name of the file that every finished folder of this kind has.</param>
    /// <exception cref="IOException">A file has that name, or a folder that may not be replaced, or the disk refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The parent folder does not allow it.</exception>
    public static StagedFolder Create(string path, bool overwrite, string document)
    {
        Check(path, overwrite, document);
        return new StagedFolder(path, overwrite);
    }

    /// <summary>Throws where <see cref="Create"/> would, as far as the disk does not decide it.</summary>
    public static void Check(string path, bool overwrite, string document)
    {
        if (File.Exists(path))
        {
            throw new IOException($"{path} is a file; this format writes a folder");
        }
        if (!overwrite && Directory.Exists(path))
        {
            throw new OutputExistsException(path);
        }
        if (Directory.Exists(path))
        {
            RefuseOthers(path, document);
        }
    }

    /// <summary>Gives the folder its name.</summary>
    /// <exception cref="IOException">A folder of that name came up meanwhile and may not be replaced.</exception>
    public void Commit()
    {
        var old = $"{_path}.old-{Environment.ProcessId}";
        if (Directory.Exists(_path))
        {
            if (!_overwrite)
            {
                throw new OutputExistsException(_path);
            }
            TemporaryPaths.Add(old);
            Directory.Move(_path, old);
        }

        Directory.Move(Path, _path);
        _isDone = true;
        TemporaryPaths.Remove(Path);
        if (Directory.Exists(old))
        {
            Directory.Delete(old, recursive: true);
        }
        TemporaryPaths.Remove(old);
    }

    /// <summary>Removes the temporary folder where it was not committed.</summary>
    public void Dispose()
    {
        if (_isDone)
        {
            return;
        }
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
        TemporaryPaths.Remove(Path);
    }

    // Replacing a folder deletes all that is in it.
    private static void RefuseOthers(string path, string document)
    {
        if (OutputPath.IsOrLiesIn(OutputPath.Resolve(Directory.GetCurrentDirectory()), OutputPath.Resolve(path)))
        {
            throw new IOException($"{path} is the current folder, or holds it, and cannot be replaced; choose another name");
        }
        if (!File.Exists(System.IO.Path.Combine(path, document)) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new IOException(
                $"{path} holds other things than an earlier output ({document} is missing), which would be deleted; choose "
                    + "another name, or remove it first"
            );
        }
    }
}

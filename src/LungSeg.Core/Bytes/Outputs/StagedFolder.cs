namespace LungSeg.Core.Bytes.Outputs;

/// <summary>A folder that appears under its name only when it is finished. Until then it is filled in a folder beside that name.</summary>
internal sealed class StagedFolder : IDisposable
{
    private readonly string _shown;
    private readonly string _target;
    private readonly bool _overwrite;
    private readonly string _document;
    private readonly Staging _staging;

    private StagedFolder(string path, bool overwrite, string document)
    {
        (_shown, _overwrite, _document) = (path, overwrite, document);
        _target = OutputPath.Resolve(path);
        _staging = Staging.Create(path);
        Path = _staging.Path;
        try
        {
            OpenOutputs.MakeFolder(Path);
        }
        catch
        {
            _staging.Dispose();
            throw;
        }
    }

    /// <summary>The temporary folder, to be filled.</summary>
    public string Path { get; }

    /// <summary>A folder for files that the run needs and that do not belong to the output.</summary>
    public string Scratch => _staging.Folder;

    /// <summary>Starts a folder.</summary>
    /// <param name="path">Final name.</param>
    /// <param name="overwrite">Whether a folder of that name may be replaced: an empty one, or an earlier output.</param>
    /// <param name="document">Name of the document in an output folder of this kind.</param>
    /// <exception cref="InvalidRequestException">The path is or holds a file that the run has read.</exception>
    /// <exception cref="IOException">A file has that name, or a folder that may not be replaced, or writing fails.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the parent folder is denied.</exception>
    public static StagedFolder Create(string path, bool overwrite, string document)
    {
        Check(path, overwrite, document);
        return new StagedFolder(path, overwrite, document);
    }

    /// <summary>Throws where <see cref="Create"/> would, as far as that is known before writing.</summary>
    /// <exception cref="IOException">A file has that name, or a folder that may not be replaced.</exception>
    public static void Check(string path, bool overwrite, string document)
    {
        RunFiles.Current?.Refuse(path);
        if (FileStatus.Find(path) is not { } old)
        {
            return;
        }
        if (!old.IsFolder)
        {
            throw new IOException($"{path} is a file; this format writes a folder");
        }
        if (!overwrite)
        {
            throw new OutputExistsException(path);
        }
        if (RealPath.IsOrLiesIn(RealPath.Resolve(Directory.GetCurrentDirectory()), RealPath.Resolve(path)))
        {
            throw new IOException($"{path} is the current folder, or holds it, and cannot be replaced; choose another name");
        }
        OutputContents.RefuseOthers(path, document);
    }

    /// <summary>Gives the folder its name.</summary>
    /// <exception cref="DatasetFormatException">An input changed since the run read it.</exception>
    /// <exception cref="IOException">A folder of that name appeared meanwhile and may not be replaced.</exception>
    public void Commit()
    {
        RunFiles.Current?.CheckUnchanged();
        OpenOutputs.Publish(
            _staging.Folder,
            () =>
            {
                using var held = FileMoves.LockFolder(System.IO.Path.GetDirectoryName(_target)!);
                Check(_shown, _overwrite, _document);
                if (FileStatus.Find(_target) is { } old)
                {
                    Replace(old);
                }
                else
                {
                    FileMoves.MoveNew(Path, _target);
                }
                RunFiles.Current?.SetPublished();
            }
        );
    }

    /// <summary>Deletes the folder if it is not published, and the folder that it replaced.</summary>
    public void Dispose() => _staging.Dispose();

    private void Replace(FileStatus old)
    {
        // A folder that its owner may not write to could not be renamed.
        FileMoves.KeepMode(Path, _target, old with { Mode = old.Mode | (int)(UnixFileMode.UserWrite | UnixFileMode.UserExecute) });
        FileMoves.ReplaceFolder(Path, _target, _staging.OldPath);
        if (!OperatingSystem.IsWindows() && !old.Permissions.HasFlag(UnixFileMode.UserWrite | UnixFileMode.UserExecute))
        {
            File.SetUnixFileMode(_target, old.Permissions);
        }
    }
}

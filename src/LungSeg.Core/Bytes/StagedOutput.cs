namespace LungSeg.Core.Bytes;

/// <summary>An output with a manifest, a folder or a file, that appears under its name only when both are whole.</summary>
internal sealed class StagedOutput : IDisposable
{
    private const string Manifest = "manifest.json";
    private readonly StagedFolder _folder;
    private readonly string? _file;
    private readonly bool _overwrite;

    private StagedOutput(string path, bool isFolder, bool overwrite)
    {
        _overwrite = overwrite;
        if (isFolder)
        {
            _folder = StagedFolder.Create(path, overwrite, Manifest);
            Path = _folder.Path;
            return;
        }

        Check(path, isFolder, overwrite);
        _file = OutputPath.ResolveFile(path);
        _folder = StagedFolder.Create(_file + ".parts", overwrite: false, Manifest);
        Path = System.IO.Path.Combine(_folder.Path, System.IO.Path.GetFileName(_file));
    }

    /// <summary>The temporary folder to fill, or the temporary file to write.</summary>
    public string Path { get; }

    /// <summary>Where the manifest is written: in the folder, or beside the file.</summary>
    public string ManifestPath => System.IO.Path.Combine(_folder.Path, Manifest);

    /// <summary>Starts an output.</summary>
    /// <exception cref="IOException">It exists and may not be replaced, or the disk refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The parent folder does not allow it.</exception>
    public static StagedOutput Create(string path, bool isFolder, bool overwrite) => new(path, isFolder, overwrite);

    /// <summary>Throws where <see cref="Create"/> would, as far as the disk does not decide it.</summary>
    /// <exception cref="IOException">The output exists and may not be replaced.</exception>
    public static void Check(string path, bool isFolder, bool overwrite)
    {
        if (isFolder)
        {
            StagedFolder.Check(path, overwrite, Manifest);
            return;
        }

        if (Directory.Exists(OutputPath.ResolveFile(path)))
        {
            throw new IOException($"{path} is a folder; this format writes a file");
        }
        AtomicFile.RefuseExisting(path, overwrite);
    }

    /// <summary>Number and size of the files.</summary>
    public (int Files, long Bytes) Measure()
    {
        var (files, bytes) = (0, 0L);
        foreach (var file in new DirectoryInfo(_folder.Path).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            (files, bytes) = (files + 1, bytes + file.Length);
        }
        return (files, bytes);
    }

    /// <summary>Gives the output its name.</summary>
    /// <exception cref="IOException">It came up meanwhile and may not be replaced.</exception>
    public void Commit()
    {
        if (_file is null)
        {
            _folder.Commit();
            return;
        }

        // Without its file a manifest is nothing: one that was left so, by a run that ended in between, is replaced.
        File.Move(ManifestPath, GetManifest(_file), overwrite: true);
        File.Move(Path, _file, _overwrite);
    }

    public void Dispose() => _folder.Dispose();

    private static string GetManifest(string file) => $"{file}.{Manifest}";
}

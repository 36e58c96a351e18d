namespace LungSeg.Core.Bytes.Outputs;

/// <summary>A folder or file with a manifest. The output appears under its name only when it and its manifest are complete.</summary>
internal sealed class StagedOutput : IDisposable
{
    private readonly StagedFolder? _folder;
    private readonly Staging? _staging;
    private readonly FilePublication? _file;

    private StagedOutput(string path, bool isFolder, bool overwrite, IReadOnlyList<string> companions)
    {
        if (isFolder)
        {
            _folder = StagedFolder.Create(path, overwrite, OutputContents.Manifest);
            Path = _folder.Path;
            ManifestPath = System.IO.Path.Combine(Path, OutputContents.Manifest);
            Scratch = _folder.Scratch;
            Files = new WrittenFiles(Path);
            return;
        }

        _file = new FilePublication(path, overwrite, hasManifest: true) { Companions = companions };
        _file.Check();
        _staging = Staging.Create(path);
        Path = _staging.Path;
        ManifestPath = System.IO.Path.Combine(_staging.Folder, ".manifest");
        Scratch = _staging.Folder;
        Files = new WrittenFiles(Scratch, isWholeFolder: false);
    }

    /// <summary>The temporary folder to fill, or the temporary file to write.</summary>
    public string Path { get; }

    /// <summary>Where the manifest is written.</summary>
    public string ManifestPath { get; }

    /// <summary>A folder for files that the run needs and that do not belong to the output.</summary>
    public string Scratch { get; }

    /// <summary>The files of the output without its manifest.</summary>
    public WrittenFiles Files { get; }

    /// <summary>Starts an output.</summary>
    /// <param name="path">The output.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    /// <param name="overwrite">Whether an output of that name may be replaced.</param>
    /// <param name="companions">Names of files that are published beside an output of one file.</param>
    /// <exception cref="InvalidRequestException">The path is or holds a file that the run has read.</exception>
    /// <exception cref="IOException">The output exists and may not be replaced, or writing fails.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the parent folder is denied.</exception>
    public static StagedOutput Create(string path, bool isFolder, bool overwrite, params IReadOnlyList<string> companions) =>
        new(path, isFolder, overwrite, companions);

    /// <summary>Throws where <see cref="Create"/> would, as far as that is known before writing.</summary>
    /// <exception cref="IOException">The output exists and may not be replaced.</exception>
    public static void Check(string path, bool isFolder, bool overwrite, params IReadOnlyList<string> companions)
    {
        if (isFolder)
        {
            StagedFolder.Check(path, overwrite, OutputContents.Manifest);
        }
        else
        {
            new FilePublication(path, overwrite, hasManifest: true) { Companions = companions }.Check();
        }
    }

    /// <summary>Gives the output its name.</summary>
    /// <exception cref="DatasetFormatException">An input changed since the run read it.</exception>
    /// <exception cref="IOException">An output of that name appeared meanwhile and may not be replaced, or a written file is missing or
    /// changed.</exception>
    public void Commit()
    {
        Files.CheckSizes();
        _folder?.Commit();
        _file?.Publish(_staging!, ManifestPath);
    }

    public void Dispose()
    {
        _folder?.Dispose();
        _staging?.Dispose();
    }
}

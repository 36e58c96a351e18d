namespace LungSeg.Core.Bytes.Outputs;

/// <summary>Renames a file and its manifest, which lies beside the file. A file never has the manifest of another run.</summary>
/// <param name="path">Final name.</param>
/// <param name="overwrite">Whether a file of that name may be replaced.</param>
/// <param name="hasManifest">Whether a manifest is written. Without one, an earlier manifest of lungseg is deleted.</param>
internal sealed class FilePublication(string path, bool overwrite, bool hasManifest)
{
    /// <summary>Names of files in the staging folder that are published beside the file, such as its card.</summary>
    public IReadOnlyList<string> Companions { get; init; } = [];

    // Resolved after the first check, which says more of a device.
    private string Target => field ??= OutputPath.Resolve(path);

    /// <summary>Path of the manifest of a file.</summary>
    public static string GetManifest(string file) => $"{file}.{OutputContents.Manifest}";

    /// <summary>Path of the manifest of an output, whether it exists or not: in a folder, or beside a file.</summary>
    public static string FindManifest(string output)
    {
        var path = Path.TrimEndingDirectorySeparator(output);
        return Directory.Exists(path) ? Path.Join(path, OutputContents.Manifest) : GetManifest(path);
    }

    /// <summary>Throws where the file or a companion may not be written, as far as that is known before writing.</summary>
    /// <exception cref="InvalidRequestException">A path is a file that the run has read.</exception>
    /// <exception cref="IOException">A file of that name, or of the manifest's name, may not be replaced.</exception>
    public void Check()
    {
        Refuse(path);
        var manifest = GetManifest(Target);
        if (hasManifest && FileStatus.Find(manifest) is not null && !IsManifest(manifest))
        {
            throw new IOException($"{manifest} is not a manifest of lungseg, but would be replaced by one; choose another name");
        }
        foreach (var companion in Companions.Select(GetBeside))
        {
            Refuse(companion);

            // It throws for a link to where no file may be.
            OutputPath.Resolve(companion);
        }
    }

    /// <summary>Renames the file in a staging folder, and its manifest.</summary>
    /// <param name="staging">The staging folder that holds the file.</param>
    /// <param name="manifest">Path of its manifest; null where none is written.</param>
    /// <exception cref="DatasetFormatException">An input changed since the run read it.</exception>
    /// <exception cref="IOException">A file of that name appeared meanwhile and may not be replaced.</exception>
    public void Publish(Staging staging, string? manifest)
    {
        RunFiles.Current?.CheckUnchanged();
        OpenOutputs.Publish(
            staging.Folder,
            () =>
            {
                using var held = FileMoves.LockFolder(Path.GetDirectoryName(Target)!);
                Check();
                Rename(staging, manifest);
                RunFiles.Current?.SetPublished();
            }
        );
    }

    // The old manifest goes first and the new one comes last. A run that is killed in between leaves a file without a manifest.
    private void Rename(Staging staging, string? manifest)
    {
        var manifestTarget = GetManifest(Target);
        var hasOldManifest = File.Exists(manifestTarget) && IsManifest(manifestTarget);
        if (hasOldManifest)
        {
            File.Move(manifestTarget, staging.OldManifestPath, overwrite: true);
        }
        try
        {
            if (!overwrite)
            {
                FileMoves.MoveNew(staging.Path, Target);
            }
            else
            {
                if (FileStatus.Find(Target) is { } old)
                {
                    FileMoves.KeepMode(staging.Path, Target, old);
                }
                File.Move(staging.Path, Target, overwrite: true);
            }
        }
        catch when (hasOldManifest)
        {
            RestoreManifest(staging, manifestTarget);
            throw;
        }
        foreach (var companion in Companions)
        {
            MoveLater(Path.Combine(staging.Folder, companion), GetBeside(companion));
        }
        if (manifest is not null)
        {
            MoveLater(manifest, manifestTarget);
        }
    }

    private string GetBeside(string name) => Path.Combine(Path.GetDirectoryName(Target)!, name);

    private static void MoveLater(string path, string target)
    {
        try
        {
            File.Move(path, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file itself is published, so the run goes on.
            RunFiles.Current?.AddNote($"{target} could not be written: {e.Message}");
        }
    }

    private static void RestoreManifest(Staging staging, string target)
    {
        try
        {
            FileMoves.MoveNew(staging.OldManifestPath, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RunFiles.Current?.AddNote($"{target} could not be restored: {e.Message}");
        }
    }

    private void Refuse(string file)
    {
        RunFiles.Current?.Refuse(file);
        if (FileStatus.Find(file) is not { } old)
        {
            return;
        }
        if (old.IsFolder)
        {
            throw new IOException($"{file} is a folder; this format writes a file");
        }
        if (!old.IsRegular)
        {
            throw new IOException($"{file} is a device, a pipe or a socket, and is not replaced; choose another name");
        }
        if (!overwrite)
        {
            throw new OutputExistsException(file);
        }
    }

    private static bool IsManifest(string path) => OutputContents.IsOurs(File.ReadAllBytes(path));
}

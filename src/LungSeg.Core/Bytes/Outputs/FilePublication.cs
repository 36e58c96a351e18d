using System.Text.Json;

namespace LungSeg.Core.Bytes.Outputs;

/// <summary>Gives a file its name, and its manifest, which lies beside it: the two belong together whatever other runs do.</summary>
internal sealed class FilePublication(string path, bool overwrite)
{
    private readonly string _target = OutputPath.Resolve(path);

    /// <summary>Path of the manifest of a file.</summary>
    public static string GetManifest(string file) => $"{file}.{OutputContents.Manifest}";

    /// <summary>Throws where a file may not be written, as far as the disk does not decide it.</summary>
    /// <exception cref="InvalidRequestException">It is a file that the run has read.</exception>
    /// <exception cref="IOException">Something of that name, or its manifest, may not be replaced.</exception>
    public static void Check(string path, bool overwrite)
    {
        RunFiles.Current?.Refuse(path);
        if (FileStatus.Find(path) is { } old)
        {
            RefuseOther(path, old, overwrite);
        }
        var manifest = GetManifest(path);
        if (FileStatus.Find(manifest) is not null && !IsManifest(manifest))
        {
            throw new IOException($"{manifest} is no manifest of lungseg, and one would take its place; choose another name");
        }
    }

    /// <summary>Renames what lies in a staging folder.</summary>
    /// <param name="staging">It holds the file.</param>
    /// <param name="manifest">Path of its manifest; null where it has none.</param>
    /// <exception cref="DatasetFormatException">An input is no longer what it was when it was read.</exception>
    /// <exception cref="IOException">The file came up meanwhile and may not be replaced.</exception>
    public void Publish(Staging staging, string? manifest)
    {
        RunFiles.Current?.CheckUnchanged();
        OpenOutputs.Publish(
            staging.Folder,
            () =>
            {
                using var held = FileMoves.LockFolder(Path.GetDirectoryName(_target)!);
                Check(path, overwrite);
                Rename(staging, manifest);
                RunFiles.Current?.SetPublished();
            }
        );
    }

    // Killed in between, the file has no manifest, and never that of another.
    private void Rename(Staging staging, string? manifest)
    {
        var manifestTarget = GetManifest(_target);
        var hasOldManifest = File.Exists(manifestTarget);
        if (hasOldManifest)
        {
            File.Move(manifestTarget, staging.OldPath, overwrite: true);
        }
        try
        {
            if (!overwrite)
            {
                FileMoves.MoveNew(staging.Path, _target);
            }
            else
            {
                if (FileStatus.Find(_target) is { } old)
                {
                    FileMoves.KeepMode(staging.Path, _target, old);
                }
                File.Move(staging.Path, _target, overwrite: true);
            }
        }
        catch when (hasOldManifest)
        {
            FileMoves.MoveNew(staging.OldPath, manifestTarget);
            throw;
        }
        if (manifest is null)
        {
            return;
        }
        try
        {
            File.Move(manifest, manifestTarget, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The output is there and whole.
            RunFiles.Current?.AddNote($"{manifestTarget} could not be written: {e.Message}");
        }
    }

    private static void RefuseOther(string path, FileStatus old, bool overwrite)
    {
        if (old.IsFolder)
        {
            throw new IOException($"{path} is a folder; this format writes a file");
        }
        if (!old.IsRegular)
        {
            throw new IOException($"{path} is a device, a pipe or a socket, and is not replaced; choose another name");
        }
        if (!overwrite)
        {
            throw new OutputExistsException(path);
        }
    }

    private static bool IsManifest(string path)
    {
        try
        {
            return OutputContents.IsOurs(File.ReadAllBytes(path));
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

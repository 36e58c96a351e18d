using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;

namespace LungSeg.Core.Bytes.Outputs;

/// <summary>
/// The temporary folder beside an output in which the output is written: <c>.NAME.tmp-0123456789abcdef</c>, with random digits at the end.
/// </summary>
/// <remarks>
/// While a run uses the folder, it holds an advisory lock on a file in the folder. By the lock, a later run on any machine or in any
/// container knows whether another run still uses a folder, or was killed and left it.
/// </remarks>
internal sealed class Staging : IDisposable
{
    private const string LockName = ".lock";
    private const string OldName = ".old";
    private const int RandomDigits = 16;
    private const int MaxNameBytes = 255;
    private const int MaxAttempts = 10;
    private readonly string _target;
    private readonly FileStream _lock;

    private Staging(string target, string folder, FileStream held) => (_target, Folder, _lock) = (target, folder, held);

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Where the output itself is written, under the name that it will have.</summary>
    public string Path => System.IO.Path.Combine(Folder, System.IO.Path.GetFileName(_target));

    /// <summary>Path to which the replaced output is moved.</summary>
    public string OldPath => GetOldPath(Folder);

    /// <summary>Where the manifest of the replaced file is moved.</summary>
    public string OldManifestPath => System.IO.Path.Combine(Folder, ".old-manifest");

    /// <summary>Creates the folder for an output, and deletes folders that earlier runs left for the same output.</summary>
    /// <param name="path">The output, which <see cref="FilePublication.Check"/> or <see cref="StagedFolder.Check"/> allows.</param>
    /// <exception cref="IOException">The parent folder is missing, or writing fails.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the parent folder is denied.</exception>
    public static Staging Create(string path)
    {
        var target = OutputPath.Resolve(path);
        OutputFolder.Find(path);
        for (var attempt = 1; ; attempt++)
        {
            var folder = GetPrefix(target) + RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true);
            OpenOutputs.Add(folder);
            try
            {
                var held = Lock(folder, FileMode.CreateNew);
                Sweep(folder, target);
                return new Staging(target, folder, held);
            }
            catch (IOException) when (attempt < MaxAttempts)
            {
                // Another run that swept before the lock was held took the folder for one that a killed run left.
                Discard(folder);
            }
            catch
            {
                Discard(folder);
                throw;
            }
        }
    }

    /// <summary>Deletes the folder and the files that are still in it.</summary>
    public void Dispose()
    {
        _lock.Dispose();
        Discard(Folder);
    }

    private static void Discard(string folder)
    {
        Delete(folder);
        OpenOutputs.Remove(folder);
    }

    private static FileStream Lock(string folder, FileMode mode) =>
        new(System.IO.Path.Combine(folder, LockName), mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);

    private static string GetOldPath(string folder) => System.IO.Path.Combine(folder, OldName);

    private static string GetPrefix(string target)
    {
        var name = System.IO.Path.GetFileName(target);
        while (Encoding.UTF8.GetByteCount(name) > MaxNameBytes - RandomDigits - ".".Length - ".tmp-".Length - "-gone".Length)
        {
            name = name[..^(char.IsLowSurrogate(name[^1]) ? 2 : 1)];
        }
        return System.IO.Path.Combine(System.IO.Path.GetDirectoryName(target)!, $".{name}.tmp-");
    }

    /// <summary>Deletes the folders of runs that were killed while they wrote the same output.</summary>
    private static void Sweep(string own, string target)
    {
        var parent = System.IO.Path.GetDirectoryName(target)!;
        var start = System.IO.Path.GetFileName(GetPrefix(target));
        var all = new EnumerationOptions { AttributesToSkip = FileAttributes.None };
        var left = new FileSystemEnumerable<string>(parent, (ref entry) => entry.ToFullPath(), all)
        {
            ShouldIncludePredicate = (ref entry) => entry.IsDirectory && entry.FileName.StartsWith(start, StringComparison.Ordinal),
        };
        foreach (var folder in left.Where(folder => folder != own).ToArray())
        {
            if (!HasLocks(own))
            {
                RunFiles.Current?.AddNote(
                    $"{folder} was left by an earlier run, or another run uses it (the file system has no locks that show which); "
                        + "delete it when no run writes this output"
                );
                return;
            }
            TryDeleteLeft(folder, target);
        }
    }

    /// <summary>Whether a lock excludes other runs, which not every network file system supports.</summary>
    private static bool HasLocks(string own) => TryLock(own) is not { } second || !Close(second);

    private static bool Close(FileStream file)
    {
        file.Dispose();
        return true;
    }

    private static FileStream? TryLock(string folder)
    {
        try
        {
            return Lock(folder, FileMode.OpenOrCreate);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void TryDeleteLeft(string folder, string target)
    {
        using var file = TryLock(folder);
        if (file is null)
        {
            return;
        }
        try
        {
            // A run that was killed between two renames has moved the only complete output here.
            var old = GetOldPath(folder);
            if (FileStatus.Find(old) is not null && FileStatus.Find(target) is null)
            {
                FileMoves.MoveNew(old, target);
            }
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RunFiles.Current?.AddNote($"{folder} was left by an earlier run and cannot be deleted: {e.Message}");
        }
    }

    private static void Delete(string folder)
    {
        // Listing a folder needs a descriptor, and the output may have failed because all descriptors were in use.
        SpareDescriptors.Release();
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!Directory.Exists(folder))
            {
                return; // A signal or another run deleted it first.
            }
            RunFiles.Current?.AddNote($"{folder} is no longer needed, but could not be deleted: {e.Message}");
        }
    }
}

using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;

namespace LungSeg.Core.Bytes.Outputs;

/// <summary>
/// A folder beside an output in which the output is written before it takes its name: <c>.NAME.tmp-0123456789abcdef</c>, with a random end.
/// </summary>
/// <remarks>
/// As long as it is used, an advisory lock is held on a file in it, so that a later run of any machine or container can tell what a run
/// that was killed has left from what another is writing.
/// </remarks>
internal sealed class Staging : IDisposable
{
    private const string LockName = ".lock";
    private const string OldName = ".old";
    private const int RandomDigits = 16;
    private const int MaxNameBytes = 255;
    private readonly string _target;
    private readonly FileStream _lock;

    private Staging(string target, string folder, FileStream held) => (_target, Folder, _lock) = (target, folder, held);

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Where the output itself is written, under the name that it will have.</summary>
    public string Path => System.IO.Path.Combine(Folder, System.IO.Path.GetFileName(_target));

    /// <summary>Where the output that is replaced is put.</summary>
    public string OldPath => GetOldPath(Folder);

    /// <summary>Starts an output, and deletes what earlier runs for it have left.</summary>
    /// <param name="path">The output.</param>
    /// <exception cref="InvalidRequestException">It is, or holds, a file that the run has read.</exception>
    /// <exception cref="IOException">Its folder is missing, or writing fails.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder does not allow it.</exception>
    public static Staging Create(string path)
    {
        var target = OutputPath.Resolve(path);
        var parent = System.IO.Path.GetDirectoryName(target)!;
        if (!Directory.Exists(parent))
        {
            throw new IOException($"{path}: folder {parent} not found; make it first");
        }
        RunFiles.Current?.Refuse(path);
        var prefix = GetPrefix(target);
        var folder = prefix + RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true);
        OpenOutputs.Add(folder);
        try
        {
            var file = new FileStream(
                System.IO.Path.Combine(folder, LockName),
                FileMode.CreateNew,
                FileAccess.ReadWrite,
                FileShare.None,
                bufferSize: 0
            );
            Sweep(prefix, folder, target);
            return new Staging(target, folder, file);
        }
        catch
        {
            Delete(folder);
            OpenOutputs.Remove(folder);
            throw;
        }
    }

    /// <summary>Deletes the folder with what is left in it.</summary>
    public void Dispose()
    {
        _lock.Dispose();
        Delete(Folder);
        OpenOutputs.Remove(Folder);
    }

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

    /// <summary>Deletes what runs have left that were killed while they wrote the same output.</summary>
    private static void Sweep(string prefix, string own, string target)
    {
        var parent = System.IO.Path.GetDirectoryName(prefix)!;
        var start = System.IO.Path.GetFileName(prefix);
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
                    $"{folder} is left of an earlier run, or another writes it: the file system has no locks to tell; delete it when "
                        + "no run goes on"
                );
                return;
            }
            TryDeleteLeft(folder, target);
        }
    }

    /// <summary>Whether a lock keeps others out, as it should: not every file system on a network has them.</summary>
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
            return new FileStream(
                System.IO.Path.Combine(folder, LockName),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                bufferSize: 0
            );
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
            // A run that was killed between two renames has put the only whole output aside.
            var old = GetOldPath(folder);
            if (FileStatus.Find(old) is not null && FileStatus.Find(target) is null)
            {
                FileMoves.MoveNew(old, target);
            }
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RunFiles.Current?.AddNote($"{folder} is left of an earlier run and cannot be deleted: {e.Message}");
        }
    }

    private static void Delete(string folder)
    {
        // To list a folder takes a descriptor, and their end may be why the output is given up.
        SpareDescriptors.Release();
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // A signal, or another program, was there first.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RunFiles.Current?.AddNote($"{folder} is left and can be deleted: {e.Message}");
        }
    }
}

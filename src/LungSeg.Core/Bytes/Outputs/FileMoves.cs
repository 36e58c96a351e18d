namespace LungSeg.Core.Bytes.Outputs;

/// <summary>Renames files and folders in one step, as far as the file system can.</summary>
internal static class FileMoves
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Renames a file or folder to a name that is not in use.</summary>
    /// <exception cref="OutputExistsException">The name is in use.</exception>
    /// <exception cref="IOException">Renaming fails.</exception>
    public static void MoveNew(string from, string to)
    {
        var isMoved = LinuxCalls.TryMoveNew(from, to);
        if (isMoved == false)
        {
            throw new OutputExistsException(to);
        }
        if (isMoved == true)
        {
            return;
        }

        // Without that call, an output that another program creates between the check and the rename may be replaced.
        if (Path.Exists(to))
        {
            throw new OutputExistsException(to);
        }
        if (Directory.Exists(from))
        {
            Directory.Move(from, to);
        }
        else
        {
            File.Move(from, to, overwrite: false);
        }
    }

    /// <summary>
    /// Replaces a folder by another. The replaced folder then lies at <paramref name="old"/> or at <paramref name="from"/>.
    /// </summary>
    /// <exception cref="IOException">Renaming fails. The message says where the replaced folder lies, if it could not be moved
    /// back.</exception>
    public static void ReplaceFolder(string from, string to, string old)
    {
        if (LinuxCalls.TryExchange(from, to))
        {
            return;
        }

        Directory.Move(to, old);
        try
        {
            Directory.Move(from, to);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            try
            {
                Directory.Move(old, to);
            }
            catch (Exception again) when (again is IOException or UnauthorizedAccessException)
            {
                throw new IOException($"{to} could not be replaced ({e.Message}); its content is in {old} ({again.Message})", e);
            }
            throw;
        }
    }

    /// <summary>
    /// Locks a folder, so that no other run publishes into it until the returned lock is disposed of. Returns null where locks are not
    /// available, or where another run holds the lock longer than publishing can take.
    /// </summary>
    public static IDisposable? LockFolder(string folder)
    {
        for (var waited = TimeSpan.Zero; waited < LongestWait; waited += Pause)
        {
            var held = LinuxCalls.TryLockFolder(folder, out var isBusy);
            if (held is not null || !isBusy)
            {
                return held;
            }
            Thread.Sleep(Pause);
        }
        return null;
    }

    /// <summary>Gives a new output the mode of the output that it replaces and, where that is allowed, its owner.</summary>
    /// <param name="made">The new output, before it is renamed.</param>
    /// <param name="target">Its final name, for messages.</param>
    /// <param name="old">Status of the replaced output.</param>
    public static void KeepMode(string made, string target, FileStatus old)
    {
        if (OperatingSystem.IsWindows() || FileStatus.Find(made) is not { } status)
        {
            return;
        }
        if (
            (status.User, status.Group) != (old.User, old.Group)
            && OperatingSystem.IsLinux()
            && !LinuxCalls.TryChangeOwner(made, old.User, old.Group)
        )
        {
            RunFiles.Current?.AddNote($"{target}: the owner of the replaced output could not be kept");
        }
        if (status.Permissions != old.Permissions)
        {
            File.SetUnixFileMode(made, old.Permissions);
        }
    }
}

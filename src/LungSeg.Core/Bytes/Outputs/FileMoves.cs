namespace LungSeg.Core.Bytes.Outputs;

/// <summary>Gives files and folders their names in one step, as far as the file system can.</summary>
internal static class FileMoves
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Renames a file or folder to a name that nothing has.</summary>
    /// <exception cref="OutputExistsException">Something has it.</exception>
    /// <exception cref="IOException">The system refuses.</exception>
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

        // Where there is no such call, what comes up between the look and the rename is replaced.
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

    /// <summary>Puts a folder in the place of another, which then lies at <paramref name="old"/> or at <paramref name="from"/>.</summary>
    /// <exception cref="IOException">The system refuses; the message says where what lies.</exception>
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
                throw new IOException($"{to} could not be replaced ({e.Message}); what it held lies in {old} ({again.Message})", e);
            }
            throw;
        }
    }

    /// <summary>
    /// Keeps other runs from publishing into a folder until what is returned is disposed of; null where that cannot be had, or where
    /// another keeps it longer than any publishing takes.
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

    /// <summary>Gives what replaces an output the mode and, where that is allowed, the owner of the old one.</summary>
    /// <param name="made">What replaces it.</param>
    /// <param name="target">The output.</param>
    /// <param name="old">What it was.</param>
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
            RunFiles.Current?.AddNote($"{target}: the owner of what it replaces could not be kept");
        }
        if (status.Permissions != old.Permissions)
        {
            File.SetUnixFileMode(made, old.Permissions);
        }
    }
}

using System.Runtime.InteropServices;

namespace LungSeg.Core.Bytes;

/// <summary>The end of the process on a signal.</summary>
public static partial class ProcessEnd
{
    /// <summary>
    /// Ends the process without what libraries do at an end, which may wait for a thread that works on: those threads work until the end.
    /// Returns on Windows alone.
    /// </summary>
    /// <param name="code">Exit code.</param>
    public static void Now(int code)
    {
        if (!OperatingSystem.IsWindows())
        {
            Exit(code);
        }
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Exit(int code);
}

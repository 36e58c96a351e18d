using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Bytes;

/// <summary>
/// Spare file descriptors for a run that ends because it used up all others. Deleting a half-written output needs a descriptor, and so does
/// each library that the runtime loads to print the message.
/// </summary>
public static class SpareDescriptors
{
    private const int Count = 8;
    private static readonly Lock Gate = new();
    private static readonly List<SafeFileHandle> Handles = [];

    /// <summary>Opens the spare descriptors, unless the limit on open files is so low that the run needs them all.</summary>
    public static void Reserve()
    {
        const int EnoughFiles = 60;
        if (!OperatingSystem.IsLinux() || LinuxCalls.GetMaxOpenFiles() < EnoughFiles)
        {
            return;
        }
        try
        {
            while (Handles.Count < Count)
            {
                Handles.Add(File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The run reports the missing descriptors when it needs one.
        }
    }

    /// <summary>
    /// Closes the spare descriptors. In an exception filter, this happens before any <c>finally</c> or <c>using</c> block ends.
    /// </summary>
    /// <returns>True, for use in an exception filter.</returns>
    public static bool Release()
    {
        lock (Gate)
        {
            foreach (var handle in Handles)
            {
                handle.Dispose();
            }
        }
        return true;
    }
}

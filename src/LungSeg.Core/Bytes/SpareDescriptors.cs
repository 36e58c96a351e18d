using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Bytes;

/// <summary>
/// File descriptors that are kept for the end of a run that has used up all others: to delete a half-written output takes one, and so does
/// each library that the runtime loads for the message.
/// </summary>
public static class SpareDescriptors
{
    private const int Count = 8;
    private static readonly Lock Gate = new();
    private static readonly List<SafeFileHandle> Handles = [];

    /// <summary>Opens them; none where a low limit on open files leaves hardly any for the run.</summary>
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
            // The run says so when it needs one.
        }
    }

    /// <summary>Closes them. As part of an exception filter it does so before any <c>finally</c> or <c>using</c> is left.</summary>
    /// <returns>True.</returns>
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

using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Bytes;

/// <summary>
/// Spare file descriptors for a run that ends because it used up all others. Deleting a half-written output needs a descriptor, and so does
/// each library that the runtime loads to print the message.
/// </summary>
public static class SpareDescriptors
{
    private const int Count = 8;

    /// <summary>
    /// Files that a build with the just-in-time compiler may open. Its runtime holds two descriptors for each library; where it has none
    /// left to start a thread of its pool, it aborts, which no code of ours can catch.
    /// </summary>
    private const int RuntimeFiles = 128;

    private static readonly Lock Gate = new();
    private static readonly List<SafeFileHandle> Handles = [];

    /// <summary>Opens the spare descriptors, unless the limit on open files is so low that the run needs them all.</summary>
    /// <exception cref="IOException">The limit on open files is lower than what the runtime needs.</exception>
    public static void Reserve()
    {
        const int EnoughFiles = 60;
        var limit = LinuxCalls.GetMaxOpenFiles();
        if (limit < RuntimeFiles && RuntimeFeature.IsDynamicCodeSupported)
        {
            throw new IOException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"at most {limit} files may be open (ulimit -n), the program needs {RuntimeFiles}: raise the limit"
                )
            );
        }
        if (!OperatingSystem.IsLinux() || limit < EnoughFiles)
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

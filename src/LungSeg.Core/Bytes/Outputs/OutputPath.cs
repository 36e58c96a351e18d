namespace LungSeg.Core.Bytes.Outputs;

/// <summary>Where an output may be written.</summary>
internal static class OutputPath
{
    // A file system in memory, which /dev holds beside the devices.
    private const string SharedMemory = "/dev/shm";

    private static readonly string[] SystemFolders = ["/dev", "/proc", "/sys"];

    /// <summary>The path of an output without links.</summary>
    /// <exception cref="IOException">It is among the devices, or a stream of a process.</exception>
    public static string Resolve(string path)
    {
        var real = RealPath.Resolve(path);
        return Array.Exists(SystemFolders, folder => RealPath.IsOrLiesIn(real, folder)) && !RealPath.IsOrLiesIn(real, SharedMemory)
            ? throw new IOException($"{path} is not a place for a file; choose another name")
            : real;
    }
}

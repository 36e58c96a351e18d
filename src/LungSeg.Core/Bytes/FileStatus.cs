using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Bytes;

/// <summary>
/// What the file system says about a file or folder. Two statuses show whether it is the same file, and whether the file changed.
/// </summary>
internal sealed record FileStatus
{
    private const int TypeBits = 0xF000;
    private const int RegularType = 0x8000;
    private const int FolderType = 0x4000;
    private const int PermissionBits = 0xFFF;

    /// <summary>Number of the device that holds the file; 0 where the system gives none.</summary>
    public ulong Device { get; init; }

    /// <summary>Number of the file on its device; 0 where the system gives none.</summary>
    public ulong Inode { get; init; }

    /// <summary>Path with links resolved, where the system gives no device and inode; else null.</summary>
    public string? RealPath { get; init; }

    /// <summary>Size, bytes.</summary>
    public long Length { get; init; }

    /// <summary>When the content last changed: nanoseconds on Linux, ticks elsewhere.</summary>
    public long Modified { get; init; }

    /// <summary>When content, mode or owner last changed, nanoseconds; 0 where the system does not say.</summary>
    public long Changed { get; init; }

    /// <summary>Type and permissions, as in stat(2).</summary>
    public int Mode { get; init; }

    public uint User { get; init; }

    public uint Group { get; init; }

    public bool IsFolder => (Mode & TypeBits) == FolderType;

    public bool IsRegular => (Mode & TypeBits) == RegularType;

    public UnixFileMode Permissions => (UnixFileMode)(Mode & PermissionBits);

    /// <summary>Equal for two paths only where they lead to the same file or folder.</summary>
    public string Identity => string.Create(CultureInfo.InvariantCulture, $"{Device:x}:{Inode:x}:{RealPath}");

    /// <summary>
    /// Gets the status of the file or folder that a path leads to, through links; null where it does not exist or is not accessible.
    /// </summary>
    public static FileStatus? Find(string path) => LinuxCalls.TryGetStatus(path, out var status) ? status : FindAnywhere(path);

    /// <summary>Gets the status of an open file.</summary>
    public static FileStatus? Get(SafeFileHandle file, string path) =>
        LinuxCalls.TryGetStatus(file, out var status) ? status : FindAnywhere(path);

    private static FileStatus? FindAnywhere(string path)
    {
        FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        return !info.Exists
            ? null
            : new FileStatus
            {
                RealPath = Bytes.RealPath.Resolve(path),
                Length = info is FileInfo file ? file.Length : 0,
                Modified = info.LastWriteTimeUtc.Ticks,
                Mode = (info is FileInfo ? RegularType : FolderType) | (OperatingSystem.IsWindows() ? 0 : (int)info.UnixFileMode),
            };
    }
}

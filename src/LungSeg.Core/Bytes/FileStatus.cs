using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Bytes;

/// <summary>What the file system says of a file or folder: which it is, and whether it is what it was.</summary>
internal readonly record struct FileStatus
{
    private const int TypeBits = 0xF000;
    private const int RegularType = 0x8000;
    private const int FolderType = 0x4000;
    private const int PermissionBits = 0xFFF;

    /// <summary>Number of the file system; 0 where the system does not tell.</summary>
    public ulong Device { get; init; }

    /// <summary>Number within the file system; 0 where the system does not tell.</summary>
    public ulong Inode { get; init; }

    /// <summary>Path without links where the system gives no numbers; else null.</summary>
    public string? RealPath { get; init; }

    /// <summary>Size, bytes.</summary>
    public long Length { get; init; }

    /// <summary>When its content changed, nanoseconds.</summary>
    public long Modified { get; init; }

    /// <summary>When anything of it changed, nanoseconds; 0 where the system does not tell.</summary>
    public long Changed { get; init; }

    /// <summary>Type and permissions, as stat(2) has them.</summary>
    public int Mode { get; init; }

    public uint User { get; init; }

    public uint Group { get; init; }

    public bool IsFolder => (Mode & TypeBits) == FolderType;

    public bool IsRegular => (Mode & TypeBits) == RegularType;

    public UnixFileMode Permissions => (UnixFileMode)(Mode & PermissionBits);

    /// <summary>Tells it from every other file or folder.</summary>
    public (ulong, ulong, string?) Identity => (Device, Inode, RealPath);

    /// <summary>What lies at a path, links followed; null where nothing does.</summary>
    public static FileStatus? Find(string path) => LinuxCalls.TryGetStatus(path, out var status) ? status : FindAnywhere(path);

    /// <summary>What an open file is.</summary>
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

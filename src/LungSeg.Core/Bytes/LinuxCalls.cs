using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Bytes;

/// <summary>
/// Linux system calls that .NET does not offer. The result of a method says where its call is not available.
/// </summary>
internal static unsafe partial class LinuxCalls
{
    private const int CurrentFolder = -100;
    private const int EmptyPath = 0x1000;
    private const int BasicStatus = 0x7ff;
    private const int NotReplacing = 1;
    private const int Exchanging = 2;
    private const int LockExclusively = 2;
    private const int LockWithoutWaiting = 4;

    private const int NoEntry = 2;
    private const int WouldBlock = 11;
    private const int Exists = 17;
    private const int NotAFolder = 20;
    private const int InvalidArgument = 22;
    private const int NotImplemented = 38;
    private const int NotEmpty = 39;
    private const int NotSupported = 95;

    // statx(2) and renameat2(2) are called by number, since not every C library has functions for them.
    private static readonly (int Statx, int Rename)? Numbers = !OperatingSystem.IsLinux()
        ? null
        : RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => (332, 316),
            Architecture.Arm64 or Architecture.RiscV64 or Architecture.LoongArch64 => (291, 276),
            _ => null,
        };

    /// <summary>Gets the status of the file or folder that a path leads to, through links.</summary>
    /// <param name="path">The path.</param>
    /// <param name="status">Receives the status; null where the file does not exist or is not accessible.</param>
    /// <returns>Whether the call is available.</returns>
    public static bool TryGetStatus(string path, out FileStatus? status)
    {
        fixed (byte* bytes = ToBytes(path))
        {
            return TryGetStatus(CurrentFolder, bytes, 0, out status);
        }
    }

    /// <summary>Gets the status of an open file.</summary>
    /// <inheritdoc cref="TryGetStatus(string, out FileStatus?)"/>
    public static bool TryGetStatus(SafeFileHandle file, out FileStatus? status)
    {
        byte empty = 0;
        return TryGetStatus((int)file.DangerousGetHandle(), &empty, EmptyPath, out status);
    }

    /// <summary>Renames a file or folder in one step, unless the new name is in use.</summary>
    /// <returns>True when renamed; false where the new name is in use; null where the call is not available.</returns>
    /// <exception cref="IOException">Renaming fails.</exception>
    public static bool? TryMoveNew(string from, string to) =>
        Rename(from, to, NotReplacing) switch
        {
            0 => true,
            Exists or NotEmpty => false,
            InvalidArgument or NotImplemented or NotSupported => null,
            var error => throw Refused(to, error),
        };

    /// <summary>Exchanges the names of two files or folders in one step.</summary>
    /// <returns>False where the call is not available.</returns>
    /// <exception cref="IOException">Renaming fails.</exception>
    public static bool TryExchange(string one, string other) =>
        Rename(one, other, Exchanging) switch
        {
            0 => true,
            InvalidArgument or NotImplemented or NotSupported => false,
            var error => throw Refused(other, error),
        };

    /// <summary>Takes the advisory lock of a folder; null where locks are not available or another process holds it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="isBusy">Whether another process holds the lock.</param>
    public static SafeFileHandle? TryLockFolder(string path, out bool isBusy)
    {
        isBusy = false;
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }
        int descriptor;
        fixed (byte* bytes = ToBytes(path))
        {
            descriptor = OpenFolder(bytes, 0);
        }
        if (descriptor < 0)
        {
            return null;
        }
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Lock(descriptor, LockExclusively | LockWithoutWaiting) == 0)
        {
            return handle;
        }
        isBusy = Marshal.GetLastPInvokeError() == WouldBlock;
        handle.Dispose();
        return null;
    }

    /// <summary>Sets the owner and the group of a file or folder.</summary>
    /// <returns>Whether the system allowed it.</returns>
    public static bool TryChangeOwner(string path, uint user, uint group)
    {
        fixed (byte* bytes = ToBytes(path))
        {
            return ChangeOwner(bytes, user, group) == 0;
        }
    }

    /// <summary>
    /// Maximum number of files that the process may have open; <see cref="ulong.MaxValue"/> where the system does not say.
    /// </summary>
    public static ulong GetMaxOpenFiles()
    {
        const int OpenFiles = 7;
        var limits = stackalloc ulong[2];
        return OperatingSystem.IsLinux() && GetLimits(OpenFiles, limits) == 0 ? limits[0] : ulong.MaxValue;
    }

    private static bool TryGetStatus(int folder, byte* path, int flags, out FileStatus? status)
    {
        const int Length = 256;
        status = null;
        if (Numbers is not { Statx: var number })
        {
            return false;
        }
        var found = stackalloc byte[Length];
        if (Call(number, folder, (nint)path, flags, BasicStatus, (nint)found) == 0)
        {
            status = Read(new ReadOnlySpan<byte>(found, Length));
            return true;
        }
        return Marshal.GetLastPInvokeError() is not (NotImplemented or InvalidArgument);
    }

    /// <summary>Reads a <c>struct statx</c>, which has one layout on all processors (statx(2)).</summary>
    private static FileStatus Read(ReadOnlySpan<byte> found)
    {
        static long GetNanoseconds(ReadOnlySpan<byte> time) =>
            unchecked((MemoryMarshal.Read<long>(time) * 1_000_000_000) + MemoryMarshal.Read<uint>(time[8..]));
        return new FileStatus
        {
            Device = ((ulong)MemoryMarshal.Read<uint>(found[136..]) << 32) | MemoryMarshal.Read<uint>(found[140..]),
            Inode = MemoryMarshal.Read<ulong>(found[32..]),
            Length = MemoryMarshal.Read<long>(found[40..]),
            Modified = GetNanoseconds(found[112..]),
            Changed = GetNanoseconds(found[96..]),
            Mode = MemoryMarshal.Read<ushort>(found[28..]),
            User = MemoryMarshal.Read<uint>(found[20..]),
            Group = MemoryMarshal.Read<uint>(found[24..]),
        };
    }

    private static int Rename(string from, string to, int flags)
    {
        if (Numbers is not { Rename: var number })
        {
            return NotImplemented;
        }
        fixed (byte* a = ToBytes(from))
        fixed (byte* b = ToBytes(to))
        {
            return Call(number, CurrentFolder, (nint)a, CurrentFolder, (nint)b, flags) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    private static IOException Refused(string path, int error) =>
        error is NoEntry or NotAFolder
            ? new FileNotFoundException($"{path}: what was written for it is gone; another program or a scratch cleaner deleted it")
            : new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}");

    private static byte[] ToBytes(string path) => Encoding.UTF8.GetBytes(path + '\0');

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint a, nint b, nint c, nint d, nint e);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int OpenFolder(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimits(int resource, ulong* limits);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true)]
    private static partial int ChangeOwner(byte* path, uint user, uint group);
}

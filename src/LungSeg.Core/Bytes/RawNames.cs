using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace LungSeg.Core.Bytes;

/// <summary>Names as the bytes that they are on Linux; .NET decodes them before anyone sees them, and cannot go back.</summary>
public static partial class RawNames
{
    /// <summary>What .NET shows for a byte that is not UTF-8.</summary>
    private const char Replacement = '\ufffd';

    // struct dirent of 64-bit Linux: inode, offset, record length, kind, name.
    private const int NameOffset = 8 + 8 + 2 + 1;

    /// <summary>Whether a name may have been bytes that are not UTF-8; it may hold that character as well.</summary>
    public static bool IsSuspect(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Contains(Replacement, StringComparison.Ordinal);
    }

    /// <summary>A name for messages: as text, and bytes that are not UTF-8 as <c>\xE9</c>.</summary>
    public static string Escape(ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder();
        while (!name.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(name, out var rune, out var length) == System.Buffers.OperationStatus.Done)
            {
                text.Append(rune);
            }
            else
            {
                foreach (var one in name[..length])
                {
                    text.Append(CultureInfo.InvariantCulture, $"\\x{one:X2}");
                }
            }
            name = name[length..];
        }

        return text.ToString();
    }

    /// <summary>The names in a folder that are not UTF-8, escaped; none where the system has no such names, or does not say.</summary>
    internal static IReadOnlyList<string> ListUndecodable(string folder)
    {
        var names = new List<string>();
        if (!OperatingSystem.IsLinux() || nint.Size != 8 || OpenFolder(folder) is not (not 0 and var handle))
        {
            return names;
        }
        try
        {
            while (ReadEntry(handle) is not 0 and var entry)
            {
                var name = GetName(entry);
                if (!Utf8.IsValid(name))
                {
                    names.Add(Escape(name));
                }
            }
        }
        finally
        {
            _ = CloseFolder(handle);
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private static unsafe ReadOnlySpan<byte> GetName(nint entry) =>
        MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)entry + NameOffset);

    [LibraryImport("libc", EntryPoint = "opendir", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint OpenFolder(string path);

    [LibraryImport("libc", EntryPoint = "readdir")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ReadEntry(nint folder);

    [LibraryImport("libc", EntryPoint = "closedir")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CloseFolder(nint folder);
}

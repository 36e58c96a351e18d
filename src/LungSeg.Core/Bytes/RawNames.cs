using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace LungSeg.Core.Bytes;

/// <summary>File names as bytes, as Linux stores them. .NET decodes names, and cannot open a file whose name is not UTF-8.</summary>
public static partial class RawNames
{
    /// <summary>The character to which .NET decodes a byte that is not UTF-8.</summary>
    private const char Replacement = '\ufffd';

    // struct dirent of 64-bit Linux: inode, offset, record length, kind, name.
    private const int NameOffset = 8 + 8 + 2 + 1;

    /// <summary>
    /// Whether a name may have been bytes that are not UTF-8: it has the replacement character, which is also valid in a name.
    /// </summary>
    public static bool IsSuspect(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Contains(Replacement, StringComparison.Ordinal);
    }

    /// <summary>Decodes a name for messages; bytes that are not UTF-8 are shown as <c>\xE9</c>.</summary>
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

    /// <summary>Lists the names in a folder that are not UTF-8, escaped; empty where the system does not give names as bytes.</summary>
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

using LungSeg.Core.Bytes.Compression;
using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Bytes.Outputs;

/// <summary>
/// Packs a finished file. Equal content gives equal bytes, whatever the number of threads; no time and no name is written.
/// </summary>
internal static class PackedFile
{
    /// <summary>The packing that a name asks for: gzip for <c>.gz</c>, zstd for <c>.zst</c>.</summary>
    public static Packing GetPacking(string path) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".gz" => Packing.Gzip,
            ".zst" => Packing.Zstandard,
            _ => Packing.None,
        };

    /// <summary>Packs the content of <paramref name="from"/> into <paramref name="to"/>, on <paramref name="jobs"/> threads.</summary>
    /// <exception cref="IOException">Writing fails.</exception>
    public static void Pack(SafeFileHandle from, SafeFileHandle to, Packing packing, int jobs)
    {
        using var source = Borrow(from, FileAccess.Read);
        using var target = Borrow(to, FileAccess.Write);
        if (packing == Packing.Zstandard)
        {
            ZstdPacking.Pack(source, target, jobs);
        }
        else
        {
            GzipPacking.Pack(source, target, jobs);
        }
    }

    // The caller still needs the handles, so the streams must not own and close them.
    private static FileStream Borrow(SafeFileHandle handle, FileAccess access) =>
        new(new SafeFileHandle(handle.DangerousGetHandle(), ownsHandle: false), access, bufferSize: 0);
}

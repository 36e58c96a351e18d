using LungSeg.Core.Bytes.Compression;

namespace LungSeg.Core.Bytes;

/// <summary>
/// Packs a finished file as its name asks for. Equal content gives equal bytes, whatever the number of threads: no time and no name goes
/// in.
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

    /// <summary>Packs <paramref name="from"/> into <paramref name="to"/> on <paramref name="jobs"/> threads.</summary>
    /// <exception cref="IOException">The file exists and may not be replaced, or the disk refuses.</exception>
    public static void Pack(string from, string to, bool overwrite, int jobs)
    {
        using var target = AtomicFile.Create(to, overwrite);
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        using (var file = new FileStream(target.Handle, FileAccess.Write, bufferSize: 0))
        {
            if (GetPacking(to) == Packing.Zstandard)
            {
                ZstdPacking.Pack(source, file, jobs);
            }
            else
            {
                GzipPacking.Pack(source, file, jobs);
            }
            target.Commit();
        }
    }
}

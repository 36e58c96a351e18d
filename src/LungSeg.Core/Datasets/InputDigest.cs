using System.Security.Cryptography;
using System.Text;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Datasets;

/// <summary>SHA-256 of an input, as it lies on disk.</summary>
internal static class InputDigest
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>Of a file its own; of a folder that of the lines <c>digest  path</c> of its files in order, as sha256sum prints them. Lower-case hexadecimal.</summary>
    /// <exception cref="IOException">A file is gone or cannot be read.</exception>
    public static string Sha256(DatasetInput input, CancellationToken cancellation = default)
    {
        if (input.Folder is not { } folder)
            return Of(input.File ?? input.Source, cancellation);
        using var lines = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in folder.Files)
        {
            using var file = folder.OpenFile(name, "file");
            lines.AppendData(Encoding.UTF8.GetBytes($"{Of(file, cancellation)}  {name}\n"));
        }

        return Convert.ToHexStringLower(lines.GetHashAndReset());
    }

    private static string Of(IByteSource source, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[ChunkBytes];
        for (var offset = 0L; offset < source.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            var got = source.Read(offset, chunk);
            if (got == 0)
                throw FormatError.Truncated(source.Name, offset, "the file", source.Length - offset, 0);
            hash.AppendData(chunk.AsSpan(0, got));
            offset += got;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

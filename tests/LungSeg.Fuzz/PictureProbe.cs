using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using LungSeg.Core.Datasets;

namespace LungSeg.Fuzz;

/// <summary>Reads a folder of pictures within the memory that its pixels may take.</summary>
internal static class PictureProbe
{
    private const int SignatureLength = 8;
    private const int ChunkOverhead = 12;
    private const long AllocatedBase = 64L << 20;
    private const int CopiesOfPixels = 4;

    /// <summary>Every other case has its checksums made right, and every fourth its pixels compressed anew, to get further in.</summary>
    public static void Run(string path, long number)
    {
        foreach (var file in Directory.EnumerateFiles(path, "*.png", SearchOption.AllDirectories))
        {
            if (number % 2 == 0)
            {
                File.WriteAllBytes(file, Repair(File.ReadAllBytes(file), number % 4 == 0));
            }
        }
        var before = GC.GetTotalAllocatedBytes();
        var pixels = 0L;
        using (var dataset = Dataset.Open(path, new DatasetOptions { Format = "png" }))
        {
            foreach (var row in RowSelection.All.GetRows(dataset))
            {
                using var sample = row.Load();
                foreach (var array in new[] { row.Mask, row.Hu, row.HuOld }.OfType<Core.Formats.Arrays.ArrayInfo>())
                {
                    // A colour picture of 16 bits has eight bytes a pixel; the values that are asked for are float64.
                    pixels += array.Count * sizeof(double);
                    sample.ReadValues(array);
                }
            }
        }
        var allocated = GC.GetTotalAllocatedBytes() - before;
        if (allocated > AllocatedBase + (CopiesOfPixels * pixels))
        {
            throw new InvalidOperationException($"memory: {allocated} bytes for {pixels} of pixels");
        }
    }

    private static byte[] Repair(byte[] png, bool packsAnew)
    {
        using var repaired = new MemoryStream();
        repaired.Write(png.AsSpan(0, Math.Min(SignatureLength, png.Length)));
        for (var at = SignatureLength; at + ChunkOverhead <= png.Length; )
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at)), png.Length - at - ChunkOverhead);
            var type = png.AsSpan(at + 4, 4);
            ReadOnlySpan<byte> content = png.AsSpan(at + 8, length);
            Write(repaired, type, packsAnew && type.SequenceEqual("IDAT"u8) ? Pack(content) : content);
            at += ChunkOverhead + length;
        }
        return repaired.ToArray();
    }

    private static void Write(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        png.Write(type);
        png.Write(content);
        var crc = new Crc32();
        crc.Append(type);
        crc.Append(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, crc.GetCurrentHashAsUInt32());
        png.Write(number);
    }

    /// <summary>What can be inflated of damaged pixels, as a whole stream.</summary>
    private static byte[] Pack(ReadOnlySpan<byte> content)
    {
        using var inflated = new MemoryStream();
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(content.ToArray()), CompressionMode.Decompress);
            var buffer = new byte[4096];
            for (int got; inflated.Length < 1 << 20 && (got = zlib.Read(buffer)) > 0; )
            {
                inflated.Write(buffer, 0, got);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // What came before stays.
        }
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            zlib.Write(inflated.ToArray());
        }
        return packed.ToArray();
    }
}

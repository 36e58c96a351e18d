using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace LungSeg.Fuzz;

/// <summary>Volumes that no fixture holds: MetaImage in its forms, and NIfTI-2.</summary>
internal static class VolumeSeeds
{
    private const int OldHeader = 348;
    private const int NewHeader = 540;

    /// <summary>A file with its voxels in it, one with them beside it, and one with them packed.</summary>
    public static IReadOnlyList<FuzzSeed> MetaImages { get; } =
    [
        new("local", [("scan.mha", [.. Header("LOCAL", "False"), .. Voxels])]),
        new("beside", [("scan.mhd", Header("scan.raw", "False")), ("scan.raw", Voxels)]),
        new("packed", [("scan.mhd", Header("scan.zraw", "True")), ("scan.zraw", Pack(Voxels))]),
    ];

    private static byte[] Voxels => [.. Enumerable.Range(0, 3 * 4 * 5 * sizeof(short)).Select(i => (byte)(i * 7))];

    /// <summary>The same volume as NIfTI-2, whose fields are wider and stand elsewhere (nifti2.h).</summary>
    public static FuzzSeed WidenNifti(FuzzSeed seed)
    {
        var old = seed.Files[0].Content;
        var isBig = old[0] == 0;
        var header = new byte[NewHeader + 4];
        void Write(int at, int bytes, long value)
        {
            for (var i = 0; i < bytes; i++)
            {
                header[at + (isBig ? bytes - 1 - i : i)] = (byte)(value >> (8 * i));
            }
        }
        short Short(int at) =>
            isBig ? BinaryPrimitives.ReadInt16BigEndian(old.AsSpan(at)) : BinaryPrimitives.ReadInt16LittleEndian(old.AsSpan(at));
        float Float(int at) =>
            isBig ? BinaryPrimitives.ReadSingleBigEndian(old.AsSpan(at)) : BinaryPrimitives.ReadSingleLittleEndian(old.AsSpan(at));
        void Real(int at, float value) => Write(at, sizeof(double), BitConverter.DoubleToInt64Bits(value));

        Write(0, sizeof(int), NewHeader);
        "n+2\0\r\n\u001A\n"u8.CopyTo(header.AsSpan(4));
        Write(12, sizeof(short), Short(70));
        Write(14, sizeof(short), Short(72));
        for (var i = 0; i < 8; i++)
        {
            Write(16 + (8 * i), sizeof(long), Short(40 + (2 * i)));
            Real(104 + (8 * i), Float(76 + (4 * i)));
        }
        Write(168, sizeof(long), header.Length);
        Real(176, Float(112));
        Real(184, Float(116));
        Write(344, sizeof(int), Short(252));
        Write(348, sizeof(int), Short(254));
        var start = Math.Min(old.Length, (int)Math.Max(OldHeader, Float(108)));
        return new FuzzSeed("wide_" + seed.Name, [(string.Empty, [.. header, .. old[start..]])]);
    }

    private static byte[] Header(string file, string isPacked) =>
        Encoding.ASCII.GetBytes(
            $"ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\nCompressedData = {isPacked}\n"
                + "TransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = -1 2 3.5\nElementSpacing = 0.7 0.7 2.5\nDimSize = 5 4 3\n"
                + $"ElementType = MET_SHORT\nElementDataFile = {file}\n"
        );

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(bytes);
        }
        return packed.ToArray();
    }
}

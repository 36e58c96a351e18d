using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.ZStandard;

namespace LungSeg.Core.Bytes.Compression;

/// <summary>Unpacks a compressed file once, into a temporary file that can be read by position.</summary>
internal static class CompressedInput
{
    /// <summary>Number of bytes at the start of a file that identify its compression.</summary>
    public const int HeadBytes = 6;

    /// <summary>Identifies the compression of a file from its first bytes.</summary>
    public static Packing Identify(ReadOnlySpan<byte> head) =>
        head switch
        {
            [0x1f, 0x8b, ..] => Packing.Gzip,
            [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..] => Packing.Bzip2,
            [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => Packing.Xz,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Packing.Zstandard,

            // A skippable frame, with which files of pzstd begin (RFC 8878 3.1.2).
            [>= 0x50 and <= 0x5f, 0x2a, 0x4d, 0x18, ..] => Packing.Zstandard,
            [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => Packing.Zip,
            _ => Packing.None,
        };

    /// <summary>Unpacks a stream compression (not zip).</summary>
    /// <returns>The unpacked bytes, and the error at which they end early; null where they are complete.</returns>
    /// <exception cref="DatasetFormatException">The content is larger than the limits allow (<see cref="Fault.TooLarge"/>).</exception>
    public static (FileByteSource Content, DatasetFormatException? Damage) Unpack(
        IByteSource source,
        Packing packing,
        string folder,
        ReadLimits limits
    )
    {
        var name = source.Name.As(GetName(packing));
        using var packed = new SourceStream(source);
        using var decoder = new GuardedStream(() => Decoder(packed, packing, name), packed, name);
        return TemporaryFile.Fill(decoder, name, folder, limits);
    }

    /// <summary>Name in messages.</summary>
    public static string GetName(Packing packing) =>
        packing switch
        {
            Packing.Gzip => "gzip",
            Packing.Bzip2 => "bz2",
            Packing.Xz => "xz",
            Packing.Zstandard => "zstd",
            _ => "zip",
        };

    private static Stream Decoder(SourceStream packed, Packing packing, SourceName name) =>
        packing switch
        {
            Packing.Gzip => new GzipMembersStream(packed, name),
            Packing.Bzip2 => BZip2Stream.Create(
                packed,
                SharpCompress.Compressors.CompressionMode.Decompress,
                decompressConcatenated: true,
                leaveOpen: true,
                tolerateTruncatedStream: false
            ),
            Packing.Xz => new XzStreamsStream(packed),
            _ => new DecompressionStream(packed, 0, checkEndOfStream: true, leaveOpen: true),
        };
}

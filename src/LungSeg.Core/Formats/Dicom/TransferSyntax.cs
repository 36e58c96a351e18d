using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Transfer syntax: the encoding of a data set (PS3.5 annex A and PS3.6 table A-1).</summary>
/// <param name="Uid">Its UID.</param>
/// <param name="Name">Its name.</param>
/// <param name="Encoding">Encoding of elements.</param>
/// <param name="Packing">Encoding of pixels.</param>
internal sealed record TransferSyntax(string Uid, string Name, ElementEncoding Encoding, PixelPacking Packing)
{
    private const string Jpeg = "dcmdjpeg";
    private const string JpegLs = "dcmdjpls";
    private const string AnyCodec = "gdcmconv --raw";

    public static readonly TransferSyntax ImplicitLittleEndian = new(
        "1.2.840.10008.1.2",
        "Implicit VR Little Endian",
        ElementEncoding.ImplicitLittle,
        PixelPacking.Native
    );
    public static readonly TransferSyntax ExplicitLittleEndian = new(
        "1.2.840.10008.1.2.1",
        "Explicit VR Little Endian",
        ElementEncoding.ExplicitLittle,
        PixelPacking.Native
    );
    public static readonly TransferSyntax ExplicitBigEndian = new(
        "1.2.840.10008.1.2.2",
        "Explicit VR Big Endian",
        ElementEncoding.ExplicitBig,
        PixelPacking.Native
    );

    private static readonly TransferSyntax[] Known =
    [
        ImplicitLittleEndian,
        ExplicitLittleEndian,
        ExplicitBigEndian,
        new("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", ElementEncoding.ExplicitLittle, PixelPacking.Native)
        {
            IsDeflated = true,
        },
        new("1.2.840.10008.1.2.5", "RLE Lossless", ElementEncoding.ExplicitLittle, PixelPacking.Rle),
        Packed("1.2.840.10008.1.2.4.50", "JPEG Baseline (Process 1)", Jpeg),
        Packed("1.2.840.10008.1.2.4.51", "JPEG Extended (Process 2 and 4)", Jpeg),
        new("1.2.840.10008.1.2.4.57", "JPEG Lossless (Process 14)", ElementEncoding.ExplicitLittle, PixelPacking.LosslessJpeg),
        new(
            "1.2.840.10008.1.2.4.70",
            "JPEG Lossless (Process 14, Selection Value 1)",
            ElementEncoding.ExplicitLittle,
            PixelPacking.LosslessJpeg
        ),
        Packed("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless", JpegLs),
        Packed("1.2.840.10008.1.2.4.81", "JPEG-LS Near-Lossless", JpegLs),
        Packed("1.2.840.10008.1.2.4.90", "JPEG 2000 Lossless Only", AnyCodec),
        Packed("1.2.840.10008.1.2.4.91", "JPEG 2000", AnyCodec),
        Packed("1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 Lossless Only", codec: null),
        Packed("1.2.840.10008.1.2.4.202", "High-Throughput JPEG 2000 RPCL Lossless Only", codec: null),
        Packed("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000", codec: null),
    ];

    /// <summary>Whether all bytes after the meta information are one deflated stream.</summary>
    public bool IsDeflated { get; private init; }

    /// <summary>Program that converts a file to a supported syntax; null where the usual ones do not.</summary>
    private string? Codec { get; init; } = AnyCodec;

    /// <summary>With what to write a file in a supported syntax: a command, ready to be typed, where one does it.</summary>
    public string GetUnpackWay(SourceName file)
    {
        if (Codec is null)
        {
            // Tried: gdcmconv 3.0.21 and dcmtk 3.6.7 do not know the syntax; OpenJPEG 2.5.0, which pylibjpeg-openjpeg wraps, decodes a
            // lossless stream of OpenJPH exactly. The packages are those of pydicom's list of decoders.
            return "a program that knows it: pydicom 3 lists it for pylibjpeg with pylibjpeg-openjpeg; gdcmconv 3.0 and dcmtk 3.6 do not";
        }
        var quote = file.Path.Any(char.IsWhiteSpace) ? "\"" : string.Empty;
        return $"'{Codec} {quote}{file.Path}{quote} {quote}{Path.ChangeExtension(file.Path, ".raw.dcm")}{quote}'";
    }

    /// <summary>The syntax of a UID. An unknown syntax is assumed to have explicit little endian elements and unsupported pixels.</summary>
    public static TransferSyntax FromUid(string uid) =>
        Array.Find(Known, syntax => syntax.Uid == uid) ?? Packed(uid, $"transfer syntax {uid}", AnyCodec);

    private static TransferSyntax Packed(string uid, string name, string? codec) =>
        new(uid, name, ElementEncoding.ExplicitLittle, PixelPacking.Unread) { Codec = codec };
}

/// <summary>Encodings of pixels.</summary>
internal enum PixelPacking
{
    /// <summary>Uncompressed, frame after frame.</summary>
    Native,

    /// <summary>RLE Lossless (PS3.5 annex G).</summary>
    Rle,

    /// <summary>Lossless JPEG with Huffman codes (PS3.5 annex F.1.2).</summary>
    LosslessJpeg,

    /// <summary>By an unsupported codec.</summary>
    Unread,
}

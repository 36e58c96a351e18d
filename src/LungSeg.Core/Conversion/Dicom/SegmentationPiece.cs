using System.Text.Json.Serialization;
using LungSeg.Core.Formats.Dicom.Writing;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Dicom;

/// <summary>
/// One slice of a segmentation of several slices, as a shard keeps it until the merge writes the segmentation.
/// </summary>
/// <param name="Image">The image that the mask belongs to.</param>
/// <param name="Bits">The mask, one bit a pixel in the order [row, col], the lowest bit of a byte first.</param>
internal sealed record SegmentationPiece(DicomImage Image, byte[] Bits)
{
    private static readonly PieceCodec<SegmentationPiece> Json = PieceCodec.Json(SegmentationPieceJson.Default.SegmentationPiece);

    /// <summary>Packs a piece. Null, for a slice that has an object of its own, becomes zero bytes.</summary>
    public static PieceCodec<SegmentationPiece?> Codec { get; } =
        new(
            piece => piece is null ? [] : Json.Pack(piece),
            bytes =>
                bytes.Length == 0 ? null
                : Json.Unpack(bytes) is var piece && IsComplete(piece) ? piece
                : throw new FormatException("no slice of a segmentation")
        );

    /// <summary>Creates the piece of a mask of 0 and 1.</summary>
    public static SegmentationPiece From(DicomImage image, ReadOnlySpan<byte> mask)
    {
        using var packed = new MemoryStream();
        using var bits = new FrameBits(packed);
        bits.Add(mask);
        bits.Finish();
        return new SegmentationPiece(image, packed.ToArray());
    }

    /// <summary>Unpacks the mask: 0 and 1, [row, col].</summary>
    public byte[] UnpackMask()
    {
        var mask = new byte[Image.Rows * Image.Columns];
        for (var i = 0; i < mask.Length; i++)
        {
            mask[i] = (byte)((Bits[i / 8] >> (i % 8)) & 1);
        }

        return mask;
    }

    private static bool IsComplete(SegmentationPiece piece) =>
        piece is { Image: { Rows: > 0, Columns: > 0, Plane.Place: not null } image, Bits: { } bits }
        && bits.LongLength == (((long)image.Rows * image.Columns) + 7) / 8;
}

/// <summary>Writes and reads a piece without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    IgnoreReadOnlyProperties = true,
    IncludeFields = true
)]
[JsonSerializable(typeof(SegmentationPiece))]
internal sealed partial class SegmentationPieceJson : JsonSerializerContext;

using System.Runtime.InteropServices;
using LungSeg.Core.Model;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Grouping;

/// <summary>
/// A descriptor as bytes, little-endian: hash (16), a byte of flags (1: the corners have one value; 2: the hash is the content key), that
/// value (int32), sketches (64 each), edges, profile of rows and of columns (int16).
/// </summary>
internal static class DescriptorPiece
{
    private const int HashBytes = 16;
    private const int CornerBytes = 5;
    private const int SketchBytes = SliceSketch.Bits / 8;

    /// <summary>Codec of the descriptors of slices of this size.</summary>
    public static PieceCodec<SliceDescriptor> CreateCodec(SliceSize size, bool withMirrors) =>
        new(Pack, bytes => Unpack(bytes, size, withMirrors));

    private static byte[] Pack(SliceDescriptor slice)
    {
        using var stream = new MemoryStream(
            HashBytes
                + CornerBytes
                + (slice.Sketches.Length * SketchBytes)
                + SliceDescriptor.Length
                + (sizeof(short) * (slice.Size.Height + slice.Size.Width))
        );
        stream.Write(AsBytes([slice.Hash]));
        stream.WriteByte((byte)((slice.CornerHu is null ? 0 : 1) | (slice.HasKey ? 2 : 0)));
        stream.Write(AsBytes([slice.CornerHu ?? 0]));
        stream.Write(AsBytes<SliceSketch>(slice.Sketches));
        stream.Write(AsBytes<sbyte>(slice.Edges));
        stream.Write(AsBytes<short>(slice.Profile.Rows));
        stream.Write(AsBytes<short>(slice.Profile.Columns));
        return stream.ToArray();
    }

    private static SliceDescriptor Unpack(byte[] bytes, SliceSize size, bool withMirrors)
    {
        var sketches = withMirrors ? Enum.GetValues<Mirror>().Length : 1;
        var length =
            HashBytes
            + CornerBytes
            + (sketches * SketchBytes)
            + SliceDescriptor.Length
            + (sizeof(short) * ((long)size.Height + size.Width));
        if (bytes.Length != length)
        {
            throw new FormatException($"{bytes.Length} bytes, expected {length}");
        }
        var left = bytes.AsSpan();
        var hash = Take<UInt128>(ref left, 1)[0];
        var flags = Take<byte>(ref left, 1)[0];
        var corner = Take<int>(ref left, 1)[0];
        var ofMirrors = Take<SliceSketch>(ref left, sketches);
        var edges = Take<sbyte>(ref left, SliceDescriptor.Length);
        return new SliceDescriptor
        {
            Hash = hash,
            HasKey = (flags & 2) != 0,
            Size = size,
            Edges = edges,
            Norm = SliceDescriptor.ComputeNorm(edges),
            Sketches = ofMirrors,
            Profile = new SliceProfile(Take<short>(ref left, size.Height), Take<short>(ref left, size.Width)),
            CornerHu = (flags & 1) != 0 ? corner : null,
        };
    }

    private static ReadOnlySpan<byte> AsBytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged => MemoryMarshal.AsBytes(values);

    private static T[] Take<T>(ref Span<byte> left, int count)
        where T : unmanaged
    {
        var values = new T[count];
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        left[..bytes.Length].CopyTo(bytes);
        left = left[bytes.Length..];
        return values;
    }
}

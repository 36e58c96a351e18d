using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Reads the pixels of frames, first as stored bytes, then as HU.</summary>
internal static class PixelFrames
{
    /// <summary>Fills <paramref name="stored"/> with a frame's pixels, little endian, with as many bytes as in the file.</summary>
    /// <exception cref="DatasetFormatException">The pixels are damaged, or the file has changed since it was indexed.</exception>
    public static void Read(IByteSource source, PixelLayout layout, int frame, Span<byte> stored)
    {
        switch (layout.Syntax.Packing)
        {
            case PixelPacking.Rle:
                RleFrames.Read(source, layout, frame, stored);
                return;
            case PixelPacking.LosslessJpeg:
                ReadJpeg(source, layout, frame, stored);
                return;
        }

        var start = layout.Place.Offset + (frame * layout.FrameBytes);
        var isBig = layout.Syntax.Encoding.IsBigEndian;
        if (isBig && layout.BitsAllocated == 8 && layout.Place.Vr == ElementVr.OW)
        {
            ReadSwappedBytes(source, layout, frame, stored);
            return;
        }

        source.ReadExactly(start, stored, "the pixels");
        if (isBig)
        {
            ElementBytes.Reverse(stored, layout.BitsAllocated / 8);
        }
    }

    /// <summary>Turns stored values into HU: value times slope plus intercept, in float64.</summary>
    public static void ToHu(ReadOnlySpan<byte> stored, PixelLayout layout, (double Slope, double Intercept) rescale, Span<double> hu)
    {
        // Bits above the high bit are not part of the value (PS3.5 8.1.1).
        var (up, down) = (31 - layout.HighBit, 32 - layout.BitsStored);
        for (var i = 0; i < hu.Length; i++)
        {
            var raw = layout.BitsAllocated switch
            {
                8 => stored[i],
                16 => MemoryMarshal.Read<ushort>(stored[(2 * i)..]),
                _ => MemoryMarshal.Read<uint>(stored[(4 * i)..]),
            };
            var value = layout.IsSigned ? (double)((int)(raw << up) >> down) : (raw << up) >> down;
            hu[i] = (value * rescale.Slope) + rescale.Intercept;
        }
    }

    /// <summary>Reads a frame in lossless JPEG, whose samples are the stored values as unsigned numbers (PS3.5 8.2.1).</summary>
    private static void ReadJpeg(IByteSource source, PixelLayout layout, int frame, Span<byte> stored)
    {
        using var code = layout.Fragments.Read(source, frame, long.MaxValue);
        var jpeg = new LosslessJpeg(code.Name, code.Offset);
        var size = new SliceSize(layout.Rows, layout.Columns);
        if (layout.BitsAllocated == 16)
        {
            jpeg.Decode(code.Span, size, layout.BitsAllocated, MemoryMarshal.Cast<byte, ushort>(stored));
            return;
        }
        var samples = new ushort[stored.Length];
        jpeg.Decode(code.Span, size, layout.BitsAllocated, samples);
        for (var i = 0; i < samples.Length; i++)
        {
            stored[i] = (byte)samples[i];
        }
    }

    /// <summary>
    /// Reads pixels of one byte in big-endian words: the bytes of each word are swapped, and a frame may begin in the middle of a word.
    /// </summary>
    private static void ReadSwappedBytes(IByteSource source, PixelLayout layout, int frame, Span<byte> stored)
    {
        var first = frame * layout.FrameBytes;
        var aligned = first & ~1L;
        var words = new byte[((int)(first - aligned) + stored.Length + 1) & ~1];
        source.ReadExactly(layout.Place.Offset + aligned, words, "the pixels");
        ElementBytes.Reverse(words, 2);
        words.AsSpan((int)(first - aligned), stored.Length).CopyTo(stored);
    }
}

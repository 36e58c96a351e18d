using System.Buffers;
using System.Runtime.CompilerServices;
using JpegLibrary;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Imaging;

/// <summary>
/// JPEG through JpegLibrary: small pictures for reports, and grey pictures of a folder. Only this class depends on it. Bytes and values are
/// the same on every processor and in every build.
/// </summary>
internal static class JpegCodec
{
    private const int BlockSide = 8;
    private const int NoColor = 128;

    /// <summary>Encodes a picture with full colour resolution, so that outlines of one pixel keep their colour.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="quality">1 to 100, the scale of libjpeg.</param>
    public static byte[] Encode(RgbImage picture, int quality)
    {
        var encoder = new JpegEncoder();
        encoder.SetQuantizationTable(
            Scale(JpegStandardQuantizationTable.GetLuminanceTable(JpegElementPrecision.Precision8Bit, 0), quality)
        );
        encoder.SetQuantizationTable(
            Scale(JpegStandardQuantizationTable.GetChrominanceTable(JpegElementPrecision.Precision8Bit, 1), quality)
        );
        for (byte table = 0; table < 2; table++)
        {
            // Without a given table the encoder makes the best one for the picture.
            encoder.SetHuffmanTable(isDcTable: true, table);
            encoder.SetHuffmanTable(isDcTable: false, table);
        }
        encoder.AddComponent(1, 0, 0, 0, 1, 1);
        encoder.AddComponent(2, 1, 1, 1, 1, 1);
        encoder.AddComponent(3, 1, 1, 1, 1, 1);
        encoder.SetInputReader(new PictureBlocks(picture));
        var jpeg = new ArrayBufferWriter<byte>();
        encoder.SetOutput(jpeg);
        encoder.Encode();
        return jpeg.WrittenSpan.ToArray();
    }

    /// <summary>Decodes a picture that is grey in content.</summary>
    /// <exception cref="DatasetFormatException">
    /// The bytes are not a JPEG that is read, it is damaged or coloured, or has more pixels than the limit.
    /// </exception>
    public static GreySamples Decode(byte[] jpeg, SourceName source, ReadLimits limits)
    {
        var header = JpegHeader.Read(new MemoryByteSource(jpeg, source), limits);
        JpegScans.RequireAll(jpeg, header, source);
        var blocks = new GreyBlocks(header, source);
        var decoder = new JpegDecoder();
        decoder.SetInput(WithPlainSampling(jpeg, header));
        // JpegLibrary also meets tables that are missing and factors of 0 with the exceptions of the runtime.
        try
        {
            decoder.Identify();
            decoder.SetOutputWriter(blocks);
            decoder.Decode();
        }
        catch (Exception e)
            when (e
                    is InvalidDataException
                        or InvalidOperationException
                        or NullReferenceException
                        or IndexOutOfRangeException
                        or ArgumentException
                        or ArithmeticException
            )
        {
            throw FormatError.Undecodable(source, $"its pixels cannot be decoded: {e.Message}", e);
        }
        blocks.RequireAll();
        return new GreySamples(header.Size, 8, blocks.Values);
    }

    /// <summary>
    /// T.81 A.2.2: the factors of a single component mean nothing, its blocks come row by row. JpegLibrary would order them by the factors.
    /// </summary>
    private static byte[] WithPlainSampling(byte[] jpeg, JpegHeader header)
    {
        var factorsAt = header.FrameAt + 11;
        return header.Components > 1 || jpeg[factorsAt] == 0x11 ? jpeg : [.. jpeg[..factorsAt], 0x11, .. jpeg[(factorsAt + 1)..]];
    }

    private static JpegQuantizationTable Scale(JpegQuantizationTable table, int quality) =>
        JpegStandardQuantizationTable.ScaleByQuality(table, quality);

    /// <summary>Blocks of a picture in luminance and colour (JFIF 1.02), its last row and column repeated.</summary>
    private sealed class PictureBlocks(RgbImage picture) : JpegBlockInputReader
    {
        // The fixed-point weights of libjpeg for red, green and blue, 16 bits after the point, and what is added before they are cut off.
        private const int Half = 1 << 15;
        private const int Middle = (NoColor << 16) + Half - 1;
        private static readonly (int Red, int Green, int Blue, int Offset)[] Weights =
        [
            (19595, 38470, 7471, Half),
            (-11059, -21709, 32768, Middle),
            (32768, -27439, -5329, Middle),
        ];

        public override int Width => picture.Width;

        public override int Height => picture.Height;

        public override void ReadBlock(ref short blockRef, int componentIndex, int x, int y)
        {
            var weights = Weights[componentIndex];
            for (var r = 0; r < BlockSide; r++)
            {
                var row = picture.Row(Math.Min(y + r, picture.Height - 1));
                for (var c = 0; c < BlockSide; c++)
                {
                    var (red, green, blue) = row[Math.Min(x + c, row.Length - 1)];
                    var weighted = (weights.Red * red) + (weights.Green * green) + (weights.Blue * blue) + weights.Offset;
                    Unsafe.Add(ref blockRef, (r * BlockSide) + c) = (short)(weighted >> 16);
                }
            }
        }
    }

    /// <summary>Takes the luminance, refuses colour, and counts the blocks: those that are not written would be black.</summary>
    private sealed class GreyBlocks(JpegHeader header, SourceName source) : JpegBlockOutputWriter
    {
        private readonly int _blocksPerRow = CountBlocks(header.Size.Width);
        private readonly bool[] _isWritten = new bool[header.Components * CountBlocks(header.Size.Height) * CountBlocks(header.Size.Width)];

        public byte[] Values { get; } = new byte[header.Size.Height * header.Size.Width];

        public override void WriteBlock(ref short blockRef, int componentIndex, int x, int y)
        {
            var (height, width) = header.Size;
            if (x >= width || y >= height)
            {
                return;
            }
            _isWritten[(((componentIndex * CountBlocks(height)) + (y / BlockSide)) * _blocksPerRow) + (x / BlockSide)] = true;
            var rows = Math.Min(BlockSide, height - y);
            var columns = Math.Min(BlockSide, width - x);
            for (var r = 0; r < rows; r++)
            {
                for (var c = 0; c < columns; c++)
                {
                    var value = Unsafe.Add(ref blockRef, (r * BlockSide) + c);
                    if (componentIndex == 0)
                    {
                        Values[((y + r) * width) + x + c] = (byte)Math.Clamp(value, byte.MinValue, byte.MaxValue);
                    }
                    else if (value != NoColor)
                    {
                        throw FormatError.Unsupported(
                            source,
                            $"its pixels are coloured at row {y + r}, column {x + c}; "
                                + "only grey is read, one value a pixel: convert it first"
                        );
                    }
                }
            }
        }

        /// <summary>Requires every block of every component.</summary>
        public void RequireAll()
        {
            var lacking = _isWritten.AsSpan().Count(false);
            if (lacking > 0)
            {
                throw FormatError.Corrupt(source, $"{lacking} of its {_isWritten.Length} blocks of 8 x 8 pixels are missing");
            }
        }

        private static int CountBlocks(int pixels) => (pixels + BlockSide - 1) / BlockSide;
    }
}

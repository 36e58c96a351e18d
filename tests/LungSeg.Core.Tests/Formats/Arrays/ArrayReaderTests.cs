using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Arrays;

/// <summary>The values of an array are 0, 1, 2 ... in file order; where they end up is computed by hand.</summary>
public sealed class ArrayReaderTests
{
    private static readonly DType Int16 = new('i', 2, ByteOrder.Little);

    /// <summary>Numbers from 0 as int16, behind seven bytes of something else.</summary>
    private static IByteSource Counting(int count, bool isBig = false)
    {
        var bytes = new byte[7 + (2 * count)];
        for (var i = 0; i < count; i++)
        {
            if (isBig)
            {
                BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(7 + (2 * i)), (short)i);
            }
            else
            {
                BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(7 + (2 * i)), (short)i);
            }
        }

        return BinaryFixtures.Source(bytes);
    }

    private static ArrayInfo Array(DType dtype, long[] shape, bool fortran = false) =>
        ArrayInfo.Contiguous(dtype, shape, fortran, new Payload(7, ArrayInfo.CountElements(shape) * dtype.ItemSize));

    private static short[] Read(IByteSource source, ArrayInfo array)
    {
        var values = new short[array.Count];
        ArrayReader.Read(source, array, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    [Fact]
    public void Read_COrder_IsFileOrder()
    {
        var array = Array(Int16, [2, 3]);
        Assert.Equal((ElementOrder.C, 7L), (array.Order, array.Offset));
        Assert.Equal([0, 1, 2, 3, 4, 5], Read(Counting(6), array));
    }

    // np.arange(6).reshape(2, 3, order="F") is [[0, 2, 4], [1, 3, 5]]
    [Fact]
    public void Read_FortranOrder_IsTurned()
    {
        var array = Array(Int16, [2, 3], fortran: true);
        Assert.Equal((ElementOrder.F, 7L), (array.Order, array.Offset));
        Assert.Equal([0, 2, 4, 1, 3, 5], Read(Counting(6), array));
    }

    [Fact]
    public void Read_BigEndianFortran_IsTurnedAndSwapped() =>
        Assert.Equal([0, 2, 4, 1, 3, 5], Read(Counting(6, isBig: true), Array(Int16.With(ByteOrder.Big), [2, 3], fortran: true)));

    // np.arange(24).reshape(2, 3, 4, order="F")[1] is [[1, 7, 13, 19], [3, 9, 15, 21], [5, 11, 17, 23]]
    [Fact]
    public void Read_SliceOfAFortranStack_IsPickedOut()
    {
        var slice = Array(Int16, [2, 3, 4], fortran: true).Part(1);
        Assert.Equal(ElementOrder.Strided, slice.Order);
        Assert.Null(slice.Offset);
        Assert.Equal([3L, 4L], slice.Shape);
        Assert.Equal([1, 7, 13, 19, 3, 9, 15, 21, 5, 11, 17, 23], Read(Counting(24), slice));
    }

    // np.arange(24).reshape(2, 3, 4)[1] is 12 to 23
    [Fact]
    public void Read_SliceOfAStack_LiesInOnePiece()
    {
        var slice = Array(Int16, [2, 3, 4]).Part(1);
        Assert.Equal((ElementOrder.C, 7L + 24), (slice.Order, slice.Offset));
        Assert.Equal([12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23], Read(Counting(24), slice));
    }

    [Theory]
    [InlineData(new long[] { 2, 3, 4, 1 }, new long[] { 3, 4 })]
    [InlineData(new long[] { 2, 3, 4, 1, 1 }, new long[] { 3, 4 })]
    [InlineData(new long[] { 2, 3, 1 }, new long[] { 3, 1 })]
    [InlineData(new long[] { 2, 3, 1, 1 }, new long[] { 3, 1 })]
    [InlineData(new long[] { 2, 1, 1 }, new long[] { 1, 1 })]
    public void Part_AxesOfLengthOneAtTheEnd_AreDroppedDownToTwo(long[] shape, long[] expected) =>
        Assert.Equal(expected, Array(Int16, shape).Part(0).Shape);

    /// <summary>
    /// More than one chunk of 1 MiB, so that slices span chunks: np.arange(3 * 700 * 500).reshape(3, 700, 500, order="F")[2, r, c] is 2 + 3
    /// (r + 700 c).
    /// </summary>
    [Fact]
    public void Read_FortranStackOverSeveralChunks_IsWhatTheFormulaSays()
    {
        var slice = Array(Int16, [3, 700, 500], fortran: true).Part(2);
        var values = Read(Counting(3 * 700 * 500), slice);
        for (var row = 0; row < 700; row++)
        {
            for (var column = 0; column < 500; column++)
            {
                Assert.Equal((short)(2 + (3 * (row + (700 * column)))), values[(row * 500) + column]);
            }
        }
    }

    [Theory]
    [InlineData(new long[] { 1, 5 }, true, ElementOrder.C)]
    [InlineData(new long[] { 5, 1 }, true, ElementOrder.C)]
    [InlineData(new long[] { 0, 5 }, true, ElementOrder.C)]
    [InlineData(new long[] { }, false, ElementOrder.C)]
    [InlineData(new long[] { 5 }, true, ElementOrder.C)]
    [InlineData(new long[] { 2, 5 }, true, ElementOrder.F)]
    public void Order_WhereBothAreTrue_IsC(long[] shape, bool fortran, ElementOrder expected) =>
        Assert.Equal(expected, Array(Int16, shape, fortran).Order);

    [Fact]
    public void Read_SourceThatShrank_IsTruncated()
    {
        foreach (var fortran in (ReadOnlySpan<bool>)[false, true])
        {
            var error = Assert.Throws<DatasetFormatException>(() => Read(Counting(5), Array(Int16, [2, 3], fortran)));
            Assert.Equal(Fault.Truncated, error.Fault);
        }
    }

    [Fact]
    public void Read_DestinationOfAnotherLength_Throws() =>
        Assert.Throws<ArgumentException>(() => ArrayReader.Read(Counting(6), Array(Int16, [2, 3]), new byte[11]));

    [Fact]
    public void Read_Objects_IsUnsupported()
    {
        Assert.True(DType.TryParse("O", out var objects));
        var error = Assert.Throws<DatasetFormatException>(() => ArrayReader.Read(Counting(6), Array(objects, [1]), new byte[8]));
        Assert.Equal(Fault.Unsupported, error.Fault);
    }

    /// <summary>
    /// The bytes 00 .. ff as Python writes them: as latin-1 in UTF-8, in raw-unicode-escape as pickle protocol 0 does, and as repr of a
    /// Python 2 str.
    /// </summary>
    private static byte[] AsText(PayloadEncoding encoding)
    {
        var text = new StringBuilder();
        for (var i = 0; i < 256; i++)
        {
            text.Append(
                encoding switch
                {
                    PayloadEncoding.Utf8 => $"{(char)i}",
                    PayloadEncoding.RawUnicodeEscape => i is 0 or '\n' or '\r' or 0x1a or '\\' ? $"\\u{i:x4}" : $"{(char)i}",
                    _ => i switch
                    {
                        '\n' => "\\n",
                        '\r' => "\\r",
                        '\t' => "\\t",
                        '\\' => "\\\\",
                        '\'' => "\\'",
                        < 32 or > 126 => $"\\x{i:x2}",
                        _ => $"{(char)i}",
                    },
                }
            );
        }

        return (encoding == PayloadEncoding.Utf8 ? Encoding.UTF8 : Encoding.Latin1).GetBytes(text.ToString());
    }

    [Theory]
    [InlineData(nameof(PayloadEncoding.Utf8))]
    [InlineData(nameof(PayloadEncoding.RawUnicodeEscape))]
    [InlineData(nameof(PayloadEncoding.PythonLiteral))]
    public void Read_TextPayload_GivesTheBytes(string encoding)
    {
        var kind = Enum.Parse<PayloadEncoding>(encoding);
        var text = AsText(kind);
        var source = BinaryFixtures.Source([1, 2, 3, .. text]);
        var payload = new Payload(3, text.Length, kind);
        var bytes = new DType('u', 1, ByteOrder.None);
        var all = new byte[256];

        var whole = ArrayInfo.Contiguous(bytes, [4, 8, 8], false, payload);
        Assert.Null(whole.Offset);
        ArrayReader.Read(source, whole, all);
        Assert.Equal(Enumerable.Range(0, 256).Select(i => (byte)i), all);

        var part = new byte[64];
        ArrayReader.Read(source, whole.Part(2), part);
        Assert.Equal(Enumerable.Range(128, 64).Select(i => (byte)i), part);

        // np.arange(256).reshape(4, 8, 8, order="F")[1, r, c] is 1 + 4 r + 32 c
        ArrayReader.Read(source, ArrayInfo.Contiguous(bytes, [4, 8, 8], true, payload).Part(1), part);
        Assert.Equal(Enumerable.Range(0, 64).Select(i => (byte)(1 + (4 * (i / 8)) + (32 * (i % 8)))), part);
    }

    [Theory]
    [InlineData(nameof(PayloadEncoding.Utf8), "ab")]
    [InlineData(nameof(PayloadEncoding.Utf8), "abcd")]
    [InlineData(nameof(PayloadEncoding.Utf8), "ab\u0100")]
    [InlineData(nameof(PayloadEncoding.Utf8), "ab\u20ac")]
    [InlineData(nameof(PayloadEncoding.RawUnicodeEscape), "ab\\u0100")]
    [InlineData(nameof(PayloadEncoding.RawUnicodeEscape), "ab\\u00")]
    [InlineData(nameof(PayloadEncoding.RawUnicodeEscape), "ab\\u00zz")]
    [InlineData(nameof(PayloadEncoding.RawUnicodeEscape), "ab\\U00000100")]
    [InlineData(nameof(PayloadEncoding.PythonLiteral), "ab\\x4")]
    [InlineData(nameof(PayloadEncoding.PythonLiteral), "ab\\xg0")]
    [InlineData(nameof(PayloadEncoding.PythonLiteral), "ab\\")]
    [InlineData(nameof(PayloadEncoding.PythonLiteral), "ab\\q")]
    public void Read_TextThatIsNotThreeBytes_IsCorrupt(string encoding, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var array = ArrayInfo.Contiguous(
            new DType('u', 1, ByteOrder.None),
            [3],
            false,
            new Payload(0, bytes.Length, Enum.Parse<PayloadEncoding>(encoding))
        );
        var error = Assert.Throws<DatasetFormatException>(() => ArrayReader.Read(BinaryFixtures.Source(bytes), array, new byte[3]));
        Assert.Equal(Fault.Corrupt, error.Fault);
        Assert.InRange(error.Offset!.Value, 0, bytes.Length);
    }

    [Theory]
    [InlineData(new long[] { 2, 3, 4 }, 24)]
    [InlineData(new long[] { }, 1)]
    [InlineData(new long[] { long.MaxValue, 0, long.MaxValue }, 0)]
    [InlineData(new long[] { 1L << 32, 1L << 32 }, long.MaxValue)]
    [InlineData(new long[] { long.MaxValue, 3 }, long.MaxValue)]
    public void CountElements_IsTheProductOrTheLargestNumber(long[] shape, long expected) =>
        Assert.Equal(expected, ArrayInfo.CountElements(shape));
}

using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Formats.Tiff;
using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Masks;

public sealed class BinaryMaskTests
{
    private static readonly SourceName Name = new("a.tif", null, "tiff");

    [Theory]
    [InlineData(new float[] { -0.0f, 0, 1, 1 }, new byte[] { 0, 0, 1, 1 })]
    [InlineData(new float[] { 0, 0.5f, 0, 0 }, new byte[] { 0, 1, 0, 0 })]
    [InlineData(new float[] { 1, 1, 1, 1 }, new byte[] { 1, 1, 1, 1 })]
    public void Read_TiffOfZeroAndAnother_GivesZeroAndOne(float[] samples, byte[] expected) => Assert.Equal(expected, ReadTiff(samples));

    [Theory]
    [InlineData(new float[] { 0, 1, 2, 0 }, "value 1 at row 0, column 1; expected 0 and one value over it, found 2 too")]
    [InlineData(new float[] { 7, 7, 7, 7 }, "value 7 at row 0, column 0; expected 0 and one value over it, found no 0")]
    [InlineData(new float[] { 0, 0, -1, 0 }, "value -1 at row 1, column 0; expected 0 and one value over it")]
    [InlineData(new float[] { 0, 0, float.NaN, 0 }, "value NaN at row 1, column 0; expected 0 and one value over it")]
    public void Read_TiffOfOthers_IsUnsupported(float[] samples, string expected)
    {
        var error = Assert.Throws<DatasetFormatException>(() => ReadTiff(samples));
        Assert.Equal(Fault.Unsupported, error.Fault);
        Assert.Contains(expected, error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('u', 1)]
    [InlineData('u', 2)]
    [InlineData('u', 4)]
    [InlineData('u', 8)]
    [InlineData('i', 1)]
    [InlineData('i', 2)]
    [InlineData('i', 4)]
    [InlineData('i', 8)]
    public void Read_IntegersOfAnySize_GivesZeroAndOne(char kind, int size)
    {
        var raw = new byte[4 * size];
        raw[size] = raw[3 * size] = 100;
        var mask = new byte[4];
        BinaryMask.Read(raw, new DType(kind, size, size == 1 ? ByteOrder.None : ByteOrder.Little), mask, 2, Name);
        Assert.Equal([0, 1, 0, 1], mask);
    }

    /// <summary>The mask of a TIFF of 2 x 2 px.</summary>
    private static byte[] ReadTiff(float[] samples)
    {
        var root = Directory.CreateTempSubdirectory("lungseg-tiff-").FullName;
        try
        {
            File.WriteAllBytes(
                Path.Combine(root, "a.tif"),
                TiffCodec.Encode(MemoryMarshal.AsBytes<float>(samples).ToArray(), new(2, 2), TiffSample.Float32)
            );
            var folder = FolderSource.Open(root);
            var slice = TiffFile.Open(folder, "a.tif", ReadLimits.Default, TiffUse.Mask).Slice(0);
            var mask = new byte[4];
            using var source = new MemoryByteSource(Array.Empty<byte>(), Name);
            slice.Decoder!.Decode(source, mask);
            return mask;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}

using System.Text;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Npy;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Npy;

/// <summary>Expected: what numpy 1.24's <c>numpy.lib.format.write_array_header_1_0</c> writes.</summary>
public sealed class NpyWriterTests
{
    [Theory]
    [InlineData("<f8", new long[] { 264, 512, 512 }, "{'descr': '<f8', 'fortran_order': False, 'shape': (264, 512, 512), }")]
    [InlineData("|i1", new long[] { 7 }, "{'descr': '|i1', 'fortran_order': False, 'shape': (7,), }")]
    [InlineData("<i2", new long[0], "{'descr': '<i2', 'fortran_order': False, 'shape': (), }")]
    public void Header_Shapes_EqualNumpys(string descr, long[] shape, string expected)
    {
        Assert.True(DType.TryParse(descr, out var dtype));
        var header = NpyWriter.Header(dtype, shape);
        Assert.Equal(128, header.Length);
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 118, 0], header[..10]);
        Assert.Equal(expected.PadRight(117) + "\n", Encoding.ASCII.GetString(header, 10, 118));
    }

    [Fact]
    public void Text_UnequalLengths_IsUtf32FilledUp()
    {
        string?[] texts = ["LR2", "\U0001F600", null];
        var width = texts.Max(NpyWriter.GetWidth);
        Assert.Equal(3, width);
        byte[] elements = [.. texts.SelectMany(text => NpyWriter.Text(text, width))];
        Assert.Equal("LR2" + "\U0001F600\0\0" + "\0\0\0", Encoding.UTF32.GetString(elements));
    }
}

using System.Text;
using LungSeg.Core.Formats.Arrays;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Arrays;

public sealed class PayloadEncoderTests
{
    /// <summary>Texts as Python's pickletools shows them, of bytes([0, 9, 10, 13, 26, 39, 65, 92, 127, 128, 255]).</summary>
    [Theory]
    [InlineData("Utf8", "\0\t\n\r\u001a'A\\\u007f\u00c2\u0080\u00c3\u00bf")]
    [InlineData("RawUnicodeEscape", "\\u0000\t\\u000a\\u000d\\u001a'A\\u005c\u007f\u0080\u00ff")]
    [InlineData("PythonLiteral", "\\x00\\t\\n\\r\\x1a\\'A\\\\\\x7f\\x80\\xff")]
    [InlineData("Raw", "\0\t\n\r\u001a'A\\\u007f\u0080\u00ff")]
    public void Encode_OddBytes_AreWrittenAsPythonWritesThem(string encoding, string latin1)
    {
        byte[] plain = [0, 9, 10, 13, 26, 39, 65, 92, 127, 128, 255];
        Assert.Equal(latin1, Encoding.Latin1.GetString(Encoded(plain, Enum.Parse<PayloadEncoding>(encoding))));
    }

    [Theory]
    [InlineData("Utf8")]
    [InlineData("RawUnicodeEscape")]
    [InlineData("PythonLiteral")]
    public void Encode_AnyBytes_AreReadBack(string name)
    {
        var encoding = Enum.Parse<PayloadEncoding>(name);
        var plain = Enumerable.Range(0, 512).Select(i => (byte)(i * 37)).ToArray();
        var text = new TextBytes(encoding);
        var encoded = Encoded(plain, encoding);
        var decoded = new byte[encoded.Length + 1];
        Assert.Equal(-1, text.Decode(encoded, decoded, out var written));
        Assert.True(text.IsComplete);
        Assert.Equal(plain, decoded[..written]);
    }

    private static byte[] Encoded(byte[] plain, PayloadEncoding encoding)
    {
        var encoded = new byte[PayloadEncoder.GetLength(plain, encoding)];
        PayloadEncoder.Encode(plain, encoding, encoded);
        return encoded;
    }
}

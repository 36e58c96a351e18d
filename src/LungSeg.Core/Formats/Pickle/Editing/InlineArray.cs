using System.Globalization;
using System.Text;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Editing;

namespace LungSeg.Core.Formats.Pickle.Editing;

/// <summary>
/// Creates an array that can be inserted anywhere in a pickle of any protocol: it neither uses nor makes memo entries, and all except its
/// values is protocol 0.
/// </summary>
internal static class InlineArray
{
    /// <summary>
    /// Replaces <paramref name="oldLength"/> bytes at <paramref name="offset"/> by an array, with values in the encoding of
    /// <paramref name="content"/>'s layout.
    /// </summary>
    public static FileEdit CreateInPlace(long offset, long oldLength, ArrayContent content)
    {
        var array = content.Layout;
        var (before, after) = Around(array.Payload.Encoding, array.ByteLength);
        var shape = string.Concat(array.Shape.Select(length => string.Create(CultureInfo.InvariantCulture, $"I{length}\n")));
        var dtype = $"cnumpy\ndtype\n(V{array.DType.Code}\nI00\nI01\ntR(I3\nV{array.DType.OrderMark}\nNNNI-1\nI-1\nI0\ntb";
        var prefix = $"cnumpy\nndarray\n((I0\ntVb\ntR(I1\n({shape}t{dtype}I0{(array.Order == ElementOrder.F ? 1 : 0)}\n";
        return new FileEdit(
            offset,
            oldLength,
            (byte[])[.. Encoding.ASCII.GetBytes(prefix), .. before],
            content,
            Encoding.ASCII.GetBytes($"{after}tb")
        )
        {
            Encoding = array.Payload.Encoding,
            LengthBytes = array.Payload.Encoding == PayloadEncoding.Utf8 ? sizeof(uint) : 0,
        };
    }

    /// <summary>The opcodes before and after the values that make a bytes object.</summary>
    private static (byte[] Before, string After) Around(PayloadEncoding encoding, long byteLength) =>
        encoding switch
        {
            PayloadEncoding.Utf8 => ([.. "c_codecs\nencode\n(X\0\0\0\0"u8], "Vlatin1\ntR"),
            PayloadEncoding.RawUnicodeEscape => ([.. "c_codecs\nencode\n(V"u8], "\nVlatin1\ntR"),
            PayloadEncoding.PythonLiteral => ([.. "S'"u8], "'\n"),
            _ when byteLength > uint.MaxValue => ([PickleOpcode.BinBytes8, .. BitConverter.GetBytes(byteLength)], string.Empty),
            _ => ([PickleOpcode.BinBytes, .. BitConverter.GetBytes((uint)byteLength)], string.Empty),
        };
}

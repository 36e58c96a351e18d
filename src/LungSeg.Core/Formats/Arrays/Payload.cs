namespace LungSeg.Core.Formats.Arrays;

/// <summary>A range of bytes in a file that is located but not read.</summary>
/// <param name="Offset">First byte in the source.</param>
/// <param name="Length">Bytes in the source, before decoding.</param>
/// <param name="Encoding">Encoding of the bytes.</param>
/// <param name="LengthBytes">Number of bytes before the payload that hold its length, little endian; 0 where there are none.</param>
internal readonly record struct Payload(long Offset, long Length, PayloadEncoding Encoding = PayloadEncoding.Raw, int LengthBytes = 0);

/// <summary>How the bytes of a payload are written in the file.</summary>
internal enum PayloadEncoding
{
    /// <summary>Unchanged.</summary>
    Raw,

    /// <summary>Each byte as a code point of UTF-8 text (pickle protocol 1 and 2: latin-1 text in BINUNICODE).</summary>
    Utf8,

    /// <summary>Each byte as a character of a line with \u escapes (pickle protocol 0: UNICODE).</summary>
    RawUnicodeEscape,

    /// <summary>A quoted Python string literal (pickle protocol 0 of Python 2: STRING).</summary>
    PythonLiteral,
}

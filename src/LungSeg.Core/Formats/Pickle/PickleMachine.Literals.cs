using System.Globalization;
using System.Numerics;
using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Pickle;

/// <content>Numbers, text and bytes.</content>
internal sealed partial class PickleMachine
{
    /// <summary>Maximum length of names, labels and dtypes. Longer text can only be the bytes of an array in an old protocol.</summary>
    private const int LongestInlineText = 1024;

    /// <summary>Maximum length of an integer in bytes, and half the maximum number of its digits, since many rows can share it.</summary>
    private const int LongestNumber = 64;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private void PushBytes(ulong length)
    {
        var offset = _cursor.Offset;
        Skip(length, "bytes");
        Push(new PayloadNode(_at, new Payload(offset, (long)length), isText: false));
    }

    /// <param name="length">Bytes of the text.</param>
    /// <param name="lengthBytes">Number of bytes of the length in the opcode.</param>
    /// <param name="encoding">Encoding of the text.</param>
    private void PushText(ulong length, int lengthBytes, PayloadEncoding encoding)
    {
        var offset = _cursor.Offset;
        var payload = new Payload(offset, (long)length, encoding, lengthBytes);
        if (length > LongestInlineText)
        {
            Skip(length, "text");
            Push(new PayloadNode(_at, payload, isText: true));
            return;
        }

        var bytes = _cursor.Take((int)length, "text");
        _budget.Charge(32 + (2 * (int)length), _at);
        Push(new TextNode(_at, encoding == PayloadEncoding.Utf8 ? Utf8(bytes, offset) : Encoding.Latin1.GetString(bytes), payload));
    }

    /// <summary>UNICODE and STRING: a line of any length, since protocol 0 writes arrays so.</summary>
    private void PushTextLine(PayloadEncoding encoding)
    {
        var offset = _cursor.Offset;
        var length = _cursor.SkipLine("text line");
        if (encoding == PayloadEncoding.PythonLiteral)
        {
            RequireQuotes(offset, length);
            (offset, length) = (offset + 1, length - 2);
        }

        var payload = new Payload(offset, length, encoding);
        if (length > LongestInlineText)
        {
            Push(new PayloadNode(_at, payload, isText: true));
            return;
        }

        _budget.Charge(32 + (3 * length), _at);
        Push(new TextNode(_at, EscapedText(payload), payload));
    }

    private void RequireQuotes(long offset, long length)
    {
        Span<byte> quotes = stackalloc byte[2];
        if (length >= 2)
        {
            _source.ReadExactly(offset, quotes[..1], "string");
            _source.ReadExactly(offset + length - 1, quotes[1..], "string");
        }

        if (quotes[0] != quotes[1] || quotes[0] is not ((byte)'\'' or (byte)'"'))
        {
            throw FormatError.Corrupt(_source.Name, offset, "a string has no quotes");
        }
    }

    private string EscapedText(Payload payload)
    {
        var raw = new byte[payload.Length];
        _source.ReadExactly(payload.Offset, raw, "text line");
        var latin = Encoding.Latin1.GetString(raw);
        if (!latin.Contains('\\', StringComparison.Ordinal))
        {
            return latin;
        }
        if (payload.Encoding == PayloadEncoding.RawUnicodeEscape)
        {
            return UnicodeEscapes(latin, payload.Offset);
        }
        var decoded = new byte[raw.Length + 1];
        var text = new TextBytes(payload.Encoding);
        var bad = text.Decode(raw, decoded, out var written);
        if (bad >= 0 || !text.IsComplete)
        {
            throw FormatError.Corrupt(_source.Name, payload.Offset + Math.Max(0, bad), "a string holds an escape that is not known");
        }
        return Encoding.Latin1.GetString(decoded.AsSpan(0, written));
    }

    private string UnicodeEscapes(string line, long offset)
    {
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] != '\\' || i + 1 == line.Length)
            {
                text.Append(line[i]);
                continue;
            }

            // A backslash belongs to the next character: in \\u0041 the second backslash does not start an escape.
            if (line[i + 1] is not ('u' or 'U'))
            {
                text.Append(line, i++, 2);
                continue;
            }

            var digits = line[i + 1] == 'u' ? 4 : 8;
            if (
                i + 2 + digits > line.Length
                || !int.TryParse(line.AsSpan(i + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point)
                || point is < 0 or > 0x10FFFF
            )
            {
                throw FormatError.Corrupt(_source.Name, offset + i, "a text line holds a broken escape");
            }
            text.Append(point > 0xFFFF ? char.ConvertFromUtf32(point) : ((char)point).ToString());
            i += 1 + digits;
        }

        return text.ToString();
    }

    private void PushIntegerLine(bool mayBeBool)
    {
        var offset = _cursor.Offset;
        var line = _cursor.TakeLine("integer");
        if (mayBeBool && line.Length == 2 && line[0] == '0' && line[1] is (byte)'0' or (byte)'1')
        {
            Push(new ScalarNode(_at, line[1] == '1'));
            return;
        }

        if (line.Length > 0 && line[^1] == 'L')
        {
            line = line[..^1];
        }
        if (line.Length > 2 * LongestNumber)
        {
            throw FormatError.TooLarge(_source.Name, offset, "an integer's length, in digits,", line.Length, 2 * LongestNumber);
        }
        if (
            !BigInteger.TryParse(
                Encoding.Latin1.GetString(line),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var value
            )
        )
        {
            throw FormatError.Corrupt(_source.Name, offset, "an integer is not written in digits");
        }
        PushInteger(value);
    }

    private void PushFloatLine()
    {
        var offset = _cursor.Offset;
        var line = _cursor.TakeLine("float");
        double value;
        if (line.SequenceEqual("nan"u8))
        {
            value = double.NaN;
        }
        else if (line.SequenceEqual("inf"u8) || line.SequenceEqual("-inf"u8))
        {
            value = line[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        }
        else if (!double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            throw FormatError.Corrupt(_source.Name, offset, "a float is not written as a number");
        }
        Push(new ScalarNode(_at, value));
    }

    private void PushLong(uint length)
    {
        if (length > LongestNumber)
        {
            throw FormatError.TooLarge(_source.Name, _at, "an integer's length, in bytes,", length, LongestNumber);
        }
        _budget.Charge(length, _at);
        PushInteger(new BigInteger(_cursor.Take((int)length, "integer")));
    }

    private void PushInteger(BigInteger value)
    {
        object boxed = value;
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            boxed = (long)value;
        }
        Push(new ScalarNode(_at, boxed));
    }

    private uint ReadMemoKeyLine()
    {
        var offset = _cursor.Offset;
        var line = _cursor.TakeLine("memo key");
        return uint.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
            ? key
            : throw FormatError.Corrupt(_source.Name, offset, "a memo key is not a number");
    }

    private string ReadNameLine(string field)
    {
        var offset = _cursor.Offset;
        var line = _cursor.TakeLine(field);
        if (line.Length > LongestInlineText)
        {
            throw FormatError.TooLarge(_source.Name, offset, $"the length of a {field}", line.Length, LongestInlineText);
        }
        _budget.Charge(32 + (2 * line.Length), _at);
        return Utf8(line, offset);
    }

    private string Utf8(ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw FormatError.Undecodable(_source.Name, offset, "text is not valid UTF-8", e);
        }
    }

    private void Skip(ulong length, string field)
    {
        if (length > long.MaxValue)
        {
            throw FormatError.Truncated(_source.Name, _cursor.Offset, field, long.MaxValue, _cursor.Remaining);
        }
        _cursor.Skip((long)length, field);
    }
}

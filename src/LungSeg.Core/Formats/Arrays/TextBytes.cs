namespace LungSeg.Core.Formats.Arrays;

/// <summary>Decodes bytes that are written as text, chunk by chunk.</summary>
/// <remarks>
/// The states: plain; after a UTF-8 lead byte; after a backslash; inside an escape, where the state counts the hexadecimal digits left.
/// </remarks>
internal sealed class TextBytes(PayloadEncoding encoding)
{
    private const int Plain = 0;
    private const int AfterBackslash = -1;
    private const int AfterLead = -2;
    private int _state;
    private uint _value;
    private int _written;

    /// <summary>Whether the text ended outside an escape or a multi-byte character.</summary>
    public bool IsComplete => _state == Plain;

    /// <summary>Decodes a chunk; returns the position of a byte that is not allowed, or -1.</summary>
    /// <param name="chunk">The next part of the text.</param>
    /// <param name="destination">At least one byte longer than the chunk, for a backslash at the end of the chunk before.</param>
    /// <param name="written">Bytes written to it.</param>
    public int Decode(ReadOnlySpan<byte> chunk, Span<byte> destination, out int written)
    {
        _written = 0;
        for (var i = 0; i < chunk.Length; i++)
        {
            var c = chunk[i];
            var ok = encoding switch
            {
                PayloadEncoding.Utf8 => Utf8(c, destination),
                PayloadEncoding.RawUnicodeEscape => Escaped(c, destination, python: false),
                _ => Escaped(c, destination, python: true),
            };
            if (!ok)
            {
                written = _written;
                return i;
            }
        }

        written = _written;
        return -1;
    }

    private bool Utf8(byte c, Span<byte> destination)
    {
        if (_state == AfterLead)
        {
            _state = Plain;
            return (c & 0xC0) == 0x80 && Put((byte)((_value << 6) | (c & 0x3Fu)), destination);
        }

        if (c < 0x80)
        {
            return Put(c, destination);
        }
        if (c is not (0xC2 or 0xC3))
        {
            return false;
        }
        _value = c & 0x1Fu;
        _state = AfterLead;
        return true;
    }

    private bool Escaped(byte c, Span<byte> destination, bool python)
    {
        if (_state > 0)
        {
            var digit = Digit(c);
            if (digit < 0)
            {
                return false;
            }
            _value = (_value << 4) | (uint)digit;
            return --_state > 0 || (_value <= 0xFF && Put((byte)_value, destination));
        }

        if (_state == AfterBackslash)
        {
            return Escape(c, destination, python);
        }
        if (c != '\\')
        {
            return Put(c, destination);
        }
        _state = AfterBackslash;
        return true;
    }

    private bool Escape(byte c, Span<byte> destination, bool python)
    {
        _value = 0;
        _state = c switch
        {
            (byte)'u' when !python => 4,
            (byte)'U' when !python => 8,
            (byte)'x' when python => 2,
            _ => Plain,
        };
        if (_state > 0)
        {
            return true;
        }

        // raw-unicode-escape has no other escapes: a backslash before any other character is itself.
        if (!python)
        {
            return Put((byte)'\\', destination) && Put(c, destination);
        }
        return c switch
        {
            (byte)'n' => Put((byte)'\n', destination),
            (byte)'r' => Put((byte)'\r', destination),
            (byte)'t' => Put((byte)'\t', destination),
            (byte)'\\' or (byte)'\'' or (byte)'"' => Put(c, destination),
            _ => false,
        };
    }

    private bool Put(byte value, Span<byte> destination)
    {
        destination[_written++] = value;
        return true;
    }

    private static int Digit(byte c) =>
        c switch
        {
            >= (byte)'0' and <= (byte)'9' => c - '0',
            >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
            >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
            _ => -1,
        };
}

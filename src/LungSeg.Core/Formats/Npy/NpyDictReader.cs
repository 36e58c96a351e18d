using System.Globalization;
using System.Text;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Npy;

/// <summary>Parses the Python dict literal of an .npy header: three keys in any order, and only literals.</summary>
internal sealed class NpyDictReader(byte[] text, long offset, SourceName name)
{
    private const int MaxAxes = 64;
    private int _at;

    public NpyDict Read()
    {
        string? descr = null;
        bool? isFortran = null;
        long[]? shape = null;
        var isStructured = false;
        var keys = new HashSet<string>();
        Expect('{');
        while (!Accept('}'))
        {
            var key = Quoted();
            if (!keys.Add(key))
            {
                throw Damaged($"key '{key}' comes twice");
            }
            Expect(':');
            switch (key)
            {
                case "descr" when Peek() == '[':
                    isStructured = true;
                    SkipList();
                    break;
                case "descr":
                    descr = Quoted();
                    break;
                case "fortran_order":
                    isFortran = Word() switch
                    {
                        "True" => true,
                        "False" => false,
                        _ => throw Damaged("fortran_order is neither True nor False"),
                    };
                    break;
                case "shape":
                    shape = Lengths();
                    break;
                default:
                    throw Damaged($"key '{key}' is not one of descr, fortran_order, shape");
            }

            if (!Accept(','))
            {
                Expect('}');
                break;
            }
        }

        if (Peek() != '\0' || _at < text.Length)
        {
            throw Damaged("the dict is followed by something else");
        }
        return (descr is not null || isStructured) && isFortran is { } order && shape is not null
            ? new NpyDict(descr, order, shape)
            : throw Damaged("one of descr, fortran_order, shape is missing");
    }

    private char Peek()
    {
        while (_at < text.Length && text[_at] is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r')
        {
            _at++;
        }
        return _at < text.Length ? (char)text[_at] : '\0';
    }

    private bool Accept(char wanted)
    {
        if (Peek() != wanted)
        {
            return false;
        }
        _at++;
        return true;
    }

    private void Expect(char wanted)
    {
        if (!Accept(wanted))
        {
            throw Damaged($"'{wanted}' is expected");
        }
    }

    private string Quoted()
    {
        var quote = Peek();
        if (quote is not ('\'' or '"'))
        {
            throw Damaged("a quoted text is expected");
        }
        var length = text.AsSpan(_at + 1).IndexOf((byte)quote);
        if (length < 0)
        {
            throw Damaged("a text has no closing quote");
        }
        var value = Encoding.UTF8.GetString(text, _at + 1, length);
        _at += length + 2;
        return value;
    }

    private string Word()
    {
        Peek();
        var start = _at;
        while (_at < text.Length && char.IsAsciiLetter((char)text[_at]))
        {
            _at++;
        }
        return Encoding.ASCII.GetString(text, start, _at - start);
    }

    private long[] Lengths()
    {
        var lengths = new List<long>();
        Expect('(');
        while (!Accept(')'))
        {
            Peek();
            var start = _at;
            while (_at < text.Length && char.IsAsciiDigit((char)text[_at]))
            {
                _at++;
            }
            if (
                !long.TryParse(
                    Encoding.ASCII.GetString(text, start, _at - start),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var length
                )
                || lengths.Count == MaxAxes
            )
            {
                throw Damaged("a length in the shape is not a number");
            }

            // Python 2 writes long integers with an L.
            if (_at < text.Length && text[_at] == 'L')
            {
                _at++;
            }
            lengths.Add(length);
            if (!Accept(','))
            {
                Expect(')');
                break;
            }
        }

        return [.. lengths];
    }

    private void SkipList()
    {
        var depth = 0;
        do
        {
            switch (Peek())
            {
                case '[' or '(':
                    depth++;
                    _at++;
                    break;
                case ']' or ')':
                    depth--;
                    _at++;
                    break;
                case '\'' or '"':
                    Quoted();
                    break;
                case '\0':
                    throw Damaged("a list has no end");
                default:
                    _at++;
                    break;
            }
        } while (depth > 0);
    }

    private DatasetFormatException Damaged(string detail) => FormatError.Corrupt(name, offset + _at, $"header: {detail}");
}

/// <summary>The dict in a .npy header.</summary>
/// <param name="Descr">dtype in numpy's short form; null where it is a list of fields.</param>
/// <param name="IsFortran">Whether the first index varies fastest.</param>
/// <param name="Shape">Lengths of the axes.</param>
internal sealed record NpyDict(string? Descr, bool IsFortran, long[] Shape);

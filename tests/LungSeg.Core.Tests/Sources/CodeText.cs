using System.Text;
using System.Text.RegularExpressions;

namespace LungSeg.Core.Tests.Sources;

/// <summary>C# without its comments and texts. What stands in the holes of an interpolated text is code and stays.</summary>
internal sealed partial class CodeText
{
    private readonly string _source;
    private readonly StringBuilder _code = new();
    private int _at;

    private CodeText(string source) => _source = source;

    public static string From(string source)
    {
        var text = new CodeText(source);
        text.ReadCode(inHole: false);
        return text._code.ToString();
    }

    /// <summary>Up to the brace that ends the hole, or to the end of the source.</summary>
    private void ReadCode(bool inHole)
    {
        var depth = 0;
        while (_at < _source.Length)
        {
            var next = _source[_at];
            if (next is '/' or '\'' && CommentOrCharacter().Match(_source, _at) is { Success: true } skipped)
            {
                _at += skipped.Length;
            }
            else if (next is '"' or '$' or '@' && TextStart().Match(_source, _at) is { Success: true } start)
            {
                ReadText(start);
            }
            else
            {
                if (inHole && next == '}' && depth-- == 0)
                {
                    return;
                }
                depth += next == '{' ? 1 : 0;
                _code.Append(next);
                _at++;
            }
        }
    }

    private void ReadText(Match start)
    {
        var (signs, quotes) = (start.Groups["signs"].Value, start.Groups["quotes"].Value);
        var (dollars, isVerbatim) = (signs.Count(sign => sign == '$'), signs.Contains('@'));
        var isRaw = quotes.Length > 2 && !isVerbatim;
        var end = isRaw ? quotes : "\"";
        _at += signs.Length + end.Length;
        _code.Append('"');
        while (_at < _source.Length)
        {
            var rest = _source.AsSpan(_at);
            var braces = dollars == 0 ? 0 : rest.Length - rest.TrimStart('{').Length;
            if (isVerbatim && rest.StartsWith("\"\""))
            {
                _at += 2;
            }
            else if (rest.StartsWith(end))
            {
                _at += end.Length;
                break;
            }
            else if (braces > 0)
            {
                _at += braces;
                if (isRaw ? braces >= dollars : braces % 2 == 1)
                {
                    ReadHole(dollars);
                }
            }
            else
            {
                _at += rest[0] == '\\' && !isVerbatim && !isRaw ? 2 : 1;
            }
        }

        _code.Append('"');
    }

    private void ReadHole(int closingBraces)
    {
        ReadCode(inHole: true);
        _code.Append(' ');
        _at += closingBraces;
    }

    [GeneratedRegex(@"\G(?://.*|/\*[\s\S]*?\*/|'(?:\\[^\n][^'\n]*|[^'\\\n])')")]
    private static partial Regex CommentOrCharacter();

    [GeneratedRegex(@"\G(?<signs>[$@]*)(?<quotes>""+)")]
    private static partial Regex TextStart();
}

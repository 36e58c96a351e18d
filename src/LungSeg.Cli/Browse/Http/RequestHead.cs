using System.Buffers;
using System.Globalization;
using System.Text;

namespace LungSeg.Cli.Browse.Http;

/// <summary>
/// Reads the head of an HTTP/1.1 request, strictly: what a browser never sends is refused, so that there is one way to read each request.
/// </summary>
internal static class RequestHead
{
    private const int MostHeaders = 64;

    /// <summary>Space to tilde, tabs and ends of lines.</summary>
    private static readonly SearchValues<byte> Printable = SearchValues.Create([
        .. Enumerable.Range(' ', '~' - ' ' + 1).Select(value => (byte)value),
        .. "\t\r\n"u8,
    ]);

    /// <summary>Headers that say where a request belongs or how long it is: two of them could be read in two ways.</summary>
    private static readonly string[] Single = ["host", "content-length", "origin", "cookie", "sec-fetch-site"];

    /// <summary>Reads a head.</summary>
    /// <param name="head">The bytes up to the empty line, without it.</param>
    /// <param name="limits">Limits.</param>
    /// <returns>The request without its body, and the length of the body.</returns>
    /// <exception cref="RefusedRequestException">It is none that the server takes.</exception>
    public static (HttpRequest Request, int BodyBytes) Read(ReadOnlySpan<byte> head, ServerLimits limits)
    {
        if (head.ContainsAnyExcept(Printable))
        {
            throw new RefusedRequestException(400, "a head of printable ASCII is expected");
        }

        var lines = Encoding.ASCII.GetString(head).Split("\r\n");
        if (Array.Exists(lines, line => line.AsSpan().ContainsAny('\r', '\n')))
        {
            throw new RefusedRequestException(400, "lines end in CR LF");
        }

        if (lines[0].Split(' ') is not [var method, ['/', ..] target, "HTTP/1.1" or "HTTP/1.0"])
        {
            throw new RefusedRequestException(400, "expected METHOD /TARGET HTTP/1.1");
        }

        var headers = ReadHeaders(lines.AsSpan(1));
        if (method is not ("GET" or "HEAD" or "POST"))
        {
            throw new RefusedRequestException(405, "only GET, HEAD and POST are known");
        }

        if (headers.ContainsKey("transfer-encoding"))
        {
            throw new RefusedRequestException(501, "a body needs a Content-Length");
        }

        var length = ReadLength(headers, method, limits);
        var question = target.IndexOf('?', StringComparison.Ordinal);
        return (
            new HttpRequest(
                method,
                question < 0 ? target : target[..question],
                question < 0 ? string.Empty : target[(question + 1)..],
                headers
            )
            {
                Closes =
                    lines[0].EndsWith("1.0", StringComparison.Ordinal)
                    || headers.GetValueOrDefault("connection")?.Contains("close", StringComparison.OrdinalIgnoreCase) == true,
            },
            length
        );
    }

    private static Dictionary<string, string> ReadHeaders(ReadOnlySpan<string> lines)
    {
        if (lines.Length > MostHeaders)
        {
            throw new RefusedRequestException(431, $"more than {MostHeaders} headers");
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || line.AsSpan(0, colon).ContainsAny(' ', '\t'))
            {
                throw new RefusedRequestException(400, "a header is NAME: VALUE");
            }

            var (name, value) = (line[..colon].ToLowerInvariant(), line[(colon + 1)..].Trim(' ', '\t'));
            if (!headers.TryAdd(name, value))
            {
                headers[name] = Single.Contains(name)
                    ? throw new RefusedRequestException(400, $"{name} stands twice")
                    : $"{headers[name]}, {value}";
            }
        }

        return headers;
    }

    private static int ReadLength(Dictionary<string, string> headers, string method, ServerLimits limits)
    {
        if (!headers.TryGetValue("content-length", out var text))
        {
            return method == "POST" ? throw new RefusedRequestException(411, "a POST needs a Content-Length") : 0;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            throw new RefusedRequestException(400, "Content-Length is no number of bytes");
        }

        return length > limits.BodyBytes ? throw new RefusedRequestException(413, $"a body has {limits.BodyBytes} bytes at most")
            : method != "POST" && length > 0 ? throw new RefusedRequestException(400, "only a POST has a body")
            : (int)length;
    }
}

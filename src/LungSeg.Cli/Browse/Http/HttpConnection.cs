using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace LungSeg.Cli.Browse.Http;

/// <summary>One connection: requests one after another, each within the limits.</summary>
/// <param name="socket">The connection; owned.</param>
/// <param name="limits">Limits.</param>
/// <param name="answer">Answers a request.</param>
internal sealed class HttpConnection(Socket socket, ServerLimits limits, Func<HttpRequest, Task<HttpResponse>> answer) : IDisposable
{
    private const int ChunkBytes = 64 << 10;

    /// <summary>Headers of every response: nothing from elsewhere is loaded, nobody else may embed or read what is here.</summary>
    private const string SafeHeaders =
        "Content-Security-Policy: default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'\r\n"
        + "X-Content-Type-Options: nosniff\r\n"
        + "Cross-Origin-Resource-Policy: same-origin\r\n"
        + "Cross-Origin-Opener-Policy: same-origin\r\n"
        + "Referrer-Policy: no-referrer\r\n"
        + "Cache-Control: no-store\r\n";

    private readonly byte[] _buffer = new byte[limits.HeadBytes];
    private int _filled;
    private long _waitsSince = Environment.TickCount64;

    /// <summary>
    /// Since when it waits for a request, milliseconds of the system's counter; <see cref="long.MaxValue"/> while it answers.
    /// </summary>
    public long WaitsSince => Volatile.Read(ref _waitsSince);

    /// <summary>Serves requests until the client or a limit ends the connection.</summary>
    public async Task RunAsync()
    {
        socket.NoDelay = true;
        var isFirst = true;
        while (await ReadAsync(isFirst ? limits.Request : limits.Idle) is { } request)
        {
            isFirst = false;
            Volatile.Write(ref _waitsSince, long.MaxValue);
            var response = request.Refusal ?? await answer(request.Request!);
            await SendAsync(response, isHead: request.Request?.Method == "HEAD", closes: response.Closes || request.Request!.Closes);
            if (response.Closes || request.Request!.Closes)
            {
                await EndAsync();
                return;
            }

            Volatile.Write(ref _waitsSince, Environment.TickCount64);
        }
    }

    public void Dispose() => socket.Dispose();

    /// <summary>Reads a request; null where the client has closed the connection.</summary>
    private async Task<Incoming?> ReadAsync(TimeSpan patience)
    {
        using var time = new CancellationTokenSource(patience);
        var isTimed = false;
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (_filled == _buffer.Length)
            {
                return new Incoming(null, HttpResponse.Text(431, "the head is too long") with { Closes = true });
            }

            if (_filled > 0 && !isTimed)
            {
                // From its first byte on a request has its own time, however slowly the bytes come.
                isTimed = true;
                time.CancelAfter(limits.Request);
            }

            var got = await socket.ReceiveAsync(_buffer.AsMemory(_filled), time.Token);
            if (got == 0)
            {
                return null;
            }

            _filled += got;
        }

        try
        {
            var (request, length) = RequestHead.Read(_buffer.AsSpan(0, end), limits);
            Take(end + 4);
            return new Incoming(request with { Body = await ReadBodyAsync(length) }, null);
        }
        catch (RefusedRequestException e)
        {
            return new Incoming(null, e.Response);
        }
    }

    private async Task<byte[]> ReadBodyAsync(int length)
    {
        using var time = new CancellationTokenSource(limits.Request);
        var body = new byte[length];
        var have = Math.Min(length, _filled);
        _buffer.AsSpan(0, have).CopyTo(body);
        Take(have);
        while (have < length)
        {
            var got = await socket.ReceiveAsync(body.AsMemory(have), time.Token);
            have += got > 0 ? got : throw new RefusedRequestException(400, "the body is cut");
        }

        return body;
    }

    private void Take(int bytes)
    {
        _buffer.AsSpan(bytes, _filled - bytes).CopyTo(_buffer);
        _filled -= bytes;
    }

    private async Task SendAsync(HttpResponse response, bool isHead, bool closes)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {response.Status} {GetReason(response.Status)}\r\nContent-Type: {response.ContentType}\r\n"
                + $"Content-Length: {response.Body.Length}\r\n{(response.IsGzip ? "Content-Encoding: gzip\r\n" : string.Empty)}"
                + $"{(response.Cookie is { } cookie ? $"Set-Cookie: {cookie}\r\n" : string.Empty)}{SafeHeaders}"
                + $"Connection: {(closes ? "close" : "keep-alive")}\r\n\r\n"
        );
        await SendAsync(Encoding.ASCII.GetBytes(head));
        for (var at = 0; at < response.Body.Length && !isHead; at += ChunkBytes)
        {
            await SendAsync(response.Body.Slice(at, Math.Min(ChunkBytes, response.Body.Length - at)));
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var time = new CancellationTokenSource(limits.Send);
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes, time.Token)..];
        }
    }

    /// <summary>
    /// Ends the connection so that the client still reads the response: closing at once, with bytes of the client unread, would reset it.
    /// </summary>
    private async Task EndAsync()
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        socket.Shutdown(SocketShutdown.Send);
        for (var read = 0; read < ChunkBytes; )
        {
            var got = await socket.ReceiveAsync(_buffer, time.Token);
            if (got == 0)
            {
                return;
            }

            read += got;
        }
    }

    private static string GetReason(int status) =>
        status switch
        {
            200 => "OK",
            400 => "Bad Request",
            403 => "Forbidden",
            404 => "Not Found",
            405 => "Method Not Allowed",
            411 => "Length Required",
            413 => "Content Too Large",
            415 => "Unsupported Media Type",
            431 => "Request Header Fields Too Large",
            501 => "Not Implemented",
            _ => "Internal Server Error",
        };

    /// <summary>A request, or the response that refuses it.</summary>
    private sealed record Incoming(HttpRequest? Request, HttpResponse? Refusal);
}

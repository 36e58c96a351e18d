using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LungSeg.Cli.Browse.Http;
using Xunit;

namespace LungSeg.Cli.Tests.Browse;

/// <summary>What one client, or many, can take of the server.</summary>
public sealed class LoopbackServerTests
{
    private static readonly ServerLimits Small = new()
    {
        Connections = 16,
        Request = TimeSpan.FromMilliseconds(400),
        Idle = TimeSpan.FromMilliseconds(400),
        Send = TimeSpan.FromMilliseconds(400),
    };

    [Fact]
    public void Listens_OnLoopbackAlone()
    {
        using var page = new ServedPage();
        foreach (
            var address in Dns.GetHostAddresses(Dns.GetHostName(), AddressFamily.InterNetwork).Where(one => !IPAddress.IsLoopback(one))
        )
        {
            using var client = new TcpClient();
            Assert.ThrowsAny<SocketException>(() => client.Connect(address, page.Port));
        }
    }

    [Fact]
    public void Connections_LeftOpenInThousands_LeaveRoomForOthers()
    {
        using var page = new ServedPage(new ServerLimits { Connections = 16 });
        var open = new List<TcpClient>();
        for (var i = 0; i < 500; i++)
        {
            open.Add(page.Connect());
            open[i].GetStream().Write("GET / HTTP/1.1\r\n"u8);
        }

        Assert.Equal(200, ServedPage.StatusOf(page.Get("/start.json")));

        // All but the newest have been closed by the server.
        var closed = open.Take(400).Count(client => IsClosed(client));
        open.ForEach(client => client.Dispose());
        Assert.Equal(400, closed);
    }

    [Fact]
    public void Request_ThatComesByteByByte_IsEnded()
    {
        using var page = new ServedPage(Small);
        using var client = page.Connect();
        var time = Stopwatch.StartNew();
        Assert.ThrowsAny<IOException>(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                client.GetStream().Write("G"u8);
                Thread.Sleep(50);
            }
        });
        Assert.InRange(time.ElapsedMilliseconds, 300, 3000);
        Assert.Equal(200, ServedPage.StatusOf(page.Get("/start.json")));
    }

    [Fact]
    public void Body_ThatNeverComes_IsEnded()
    {
        using var page = new ServedPage(Small);
        using var client = page.Connect();
        client.GetStream().Write(Encoding.ASCII.GetBytes($"POST /marks HTTP/1.1\r\nHost: {page.Host}\r\nContent-Length: 50\r\n\r\nxx"));
        Assert.True(IsClosed(client));
    }

    [Fact]
    public void Body_OfAGigabyte_IsRefusedBeforeItComes()
    {
        using var page = new ServedPage();
        var response = page.Send(
            $"POST /marks HTTP/1.1\r\nHost: {page.Host}\r\nCookie: {page.Cookie}\r\nOrigin: http://{page.Host}\r\n"
                + $"Content-Type: application/json\r\nContent-Length: 1073741824\r\n\r\n{new string('x', 10_000)}"
        );
        Assert.Equal(413, ServedPage.StatusOf(response));
        Assert.Contains("Connection: close\r\n", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/2.0\r\nHost: {0}\r\n\r\n", 400)]
    [InlineData("GET  / HTTP/1.1\r\nHost: {0}\r\n\r\n", 400)]
    [InlineData("GET http://{0}/ HTTP/1.1\r\nHost: {0}\r\n\r\n", 400)]
    [InlineData("GET * HTTP/1.1\r\nHost: {0}\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\nHost: {0}\n\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost : {0}\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: {0}\r\n folded\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: {0}\r\nX: \u00e9\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: {0}\r\nContent-Length: 5\r\n\r\nhello", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: {0}\r\nContent-Length: -5\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: {0}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: {0}\r\n\r\n", 411)]
    [InlineData("POST / HTTP/1.1\r\nHost: {0}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", 501)]
    [InlineData("DELETE / HTTP/1.1\r\nHost: {0}\r\n\r\n", 405)]
    [InlineData("CONNECT / HTTP/1.1\r\nHost: {0}\r\n\r\n", 405)]
    [InlineData("\u0016\u0003\u0001\u0002\r\n\r\n", 400)]
    public void Request_ThatNoBrowserSends_IsRefusedAndEndsTheConnection(string request, int status)
    {
        using var page = new ServedPage();
        var response = page.Send(string.Format(System.Globalization.CultureInfo.InvariantCulture, request, page.Host));
        Assert.Equal(status, ServedPage.StatusOf(response));
        Assert.Equal(200, ServedPage.StatusOf(page.Get("/start.json")));
    }

    [Fact]
    public void Head_WithAnyBytesChanged_IsReadOrRefused()
    {
        var head = "POST /marks?from=1 HTTP/1.1\r\nHost: 127.0.0.1:80\r\nCookie: a=b; c=d\r\nContent-Length: 12"u8.ToArray();
        var random = new Random(42);
        for (var i = 0; i < 20_000; i++)
        {
            byte[] changed = [.. head.AsSpan(0, random.Next(head.Length + 1))];
            for (var n = random.Next(4); n > 0 && changed.Length > 0; n--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            try
            {
                var (request, bytes) = RequestHead.Read(changed, new ServerLimits());
                Assert.StartsWith("/", request.Path, StringComparison.Ordinal);
                Assert.InRange(bytes, 0, 64 << 10);
            }
            catch (RefusedRequestException e)
            {
                Assert.InRange(e.Response.Status, 400, 501);
            }
        }
    }

    [Fact]
    public void Head_ThatIsTooLong_IsRefused()
    {
        using var page = new ServedPage();
        Assert.Equal(431, ServedPage.StatusOf(page.Send($"GET /{new string('x', 20_000)} HTTP/1.1\r\n\r\n")));
        var headers = string.Concat(Enumerable.Range(0, 70).Select(i => $"X{i}: 1\r\n"));
        Assert.Equal(431, ServedPage.StatusOf(page.Send($"GET / HTTP/1.1\r\nHost: {page.Host}\r\n{headers}\r\n")));
    }

    [Fact]
    public void Response_ThatIsNotRead_IsEnded()
    {
        using var page = new ServedPage(Small);
        using var client = page.Connect();
        client.ReceiveBufferSize = 4096;
        for (var i = 0; i < 40; i++)
        {
            client
                .GetStream()
                .Write(
                    Encoding.ASCII.GetBytes($"GET /rows/{i % 12}/pixels HTTP/1.1\r\nHost: {page.Host}\r\nCookie: {page.Cookie}\r\n\r\n")
                );
        }

        Thread.Sleep(1500);
        Assert.Equal(200, ServedPage.StatusOf(page.Get("/start.json")));
        var got = 0L;
        try
        {
            var buffer = new byte[1 << 16];
            for (int count; (count = client.GetStream().Read(buffer)) > 0; got += count) { }
        }
        catch (IOException)
        {
            // What was not read is gone with the connection.
        }

        Assert.True(got < 40L * 2 * 512 * 512, $"{got} bytes came although nobody read them");
    }

    [Fact]
    public void Connection_ServesSeveralRequests()
    {
        using var page = new ServedPage();
        using var client = page.Connect();
        var request = $"HEAD /start.json HTTP/1.1\r\nHost: {page.Host}\r\nCookie: {page.Cookie}\r\n\r\n";
        client
            .GetStream()
            .Write(
                Encoding.ASCII.GetBytes(
                    request + request + request.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal)
                )
            );
        var all = ServedPage.ReadAll(client);
        Assert.Equal(3, all.Split("HTTP/1.1 200 OK").Length - 1);
        Assert.DoesNotContain("demo:0", all, StringComparison.Ordinal);
    }

    [Fact]
    public void Request_ThatIsThereAtOnce_DoesNotKeepOthersWaiting()
    {
        using var release = new ManualResetEventSlim();
        using var server = new LoopbackServer(0, new ServerLimits());
        using TcpClient slow = Ask("/slow"),
            other = Ask("/other");

        // Both stand in the queue already, with all that they ask.
        var stop = TestContext.Current.CancellationToken;
        _ = Task.Run(
            () =>
                server.RunAsync(request =>
                {
                    release.Wait(request.Path == "/slow" ? Timeout.Infinite : 0, stop);
                    return HttpResponse.Text(200, request.Path);
                }),
            stop
        );
        try
        {
            Assert.Equal(200, ServedPage.StatusOf(ServedPage.ReadAll(other)));
        }
        finally
        {
            release.Set();
        }

        Assert.Equal(200, ServedPage.StatusOf(ServedPage.ReadAll(slow)));

        TcpClient Ask(string target)
        {
            var client = new TcpClient { ReceiveTimeout = 10_000 };
            client.Connect(IPAddress.Loopback, server.Port);
            client.GetStream().Write(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nConnection: close\r\n\r\n"));
            return client;
        }
    }

    [Fact]
    public void Port_ThatIsTaken_IsNamed()
    {
        using var page = new ServedPage();
        var error = Assert.Throws<IOException>(() => new LoopbackServer(page.Port, new ServerLimits()));
        Assert.Contains($"port {page.Port} ", error.Message, StringComparison.Ordinal);
    }

    private static bool IsClosed(TcpClient client)
    {
        try
        {
            return client.GetStream().Read(new byte[4096]) == 0;
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            return true;
        }
    }
}

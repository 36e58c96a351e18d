using System.Net;
using System.Net.Sockets;
using System.Text;
using LungSeg.Cli.Browse;
using LungSeg.Cli.Browse.Http;
using LungSeg.Core.Browsing;
using LungSeg.Core.Datasets;
using LungSeg.Core.Selection;

namespace LungSeg.Cli.Tests.Browse;

/// <summary>The page of a data set, served in this process, and a client that sends what no browser would.</summary>
internal sealed class ServedPage : IDisposable
{
    private readonly Dataset _dataset;
    private readonly LoopbackServer _server;
    private readonly TemporaryFolder _folder = new();

    public ServedPage(ServerLimits? limits = null, SurveyOptions? options = null, int hostPort = 0)
    {
        _dataset = Dataset.Open(CliRun.Sample);
        Survey = new RowSurvey(_dataset, [.. _dataset.Rows], options ?? new SurveyOptions());
        _server = new LoopbackServer(0, limits ?? new ServerLimits());
        Access = new BrowseAccess(Port, hostPort);
        _ = _server.RunAsync(
            new BrowseSite(Survey, JoinedMarks.Read([Marks], Survey.Rows.Select(row => row.Name).ToHashSet()), Access, Faults.Add).Answer
        );
    }

    public RowSurvey Survey { get; }

    public BrowseAccess Access { get; }

    public int Port => _server.Port;

    public string Host => $"127.0.0.1:{Port}";

    public string Cookie => $"lungseg-{Port}={Access.Token}";

    /// <summary>The file of marks.</summary>
    public string Marks => _folder["demo.marks.csv"];

    /// <summary>Exceptions that no request should lead to.</summary>
    public List<Exception> Faults { get; } = [];

    public TcpClient Connect()
    {
        var client = new TcpClient { ReceiveTimeout = 10_000, SendTimeout = 10_000 };
        client.Connect(IPAddress.Loopback, Port);
        return client;
    }

    /// <summary>Sends text as it is; returns all that comes back until the server ends the connection.</summary>
    public string Send(string request)
    {
        using var client = Connect();
        client.GetStream().Write(Encoding.Latin1.GetBytes(request));
        return ReadAll(client);
    }

    /// <summary>A GET as a browser sends it, with other headers where they are given.</summary>
    public string Get(string target, string? host = null, string? cookie = null, string more = "") =>
        Send($"GET {target} HTTP/1.1\r\nHost: {host ?? Host}\r\nCookie: {cookie ?? Cookie}\r\n{more}Connection: close\r\n\r\n");

    /// <summary>A POST of JSON as the page sends it.</summary>
    public string Post(string body, string? origin = null, string? cookie = null, string type = "application/json") =>
        Send(
            $"POST /marks HTTP/1.1\r\nHost: {Host}\r\nCookie: {cookie ?? Cookie}\r\nOrigin: {origin ?? $"http://{Host}"}\r\n"
                + $"Content-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}"
        );

    public static string ReadAll(TcpClient client)
    {
        using var got = new MemoryStream();
        client.GetStream().CopyTo(got);
        return Encoding.Latin1.GetString(got.GetBuffer(), 0, (int)got.Length);
    }

    public static int StatusOf(string response) => int.Parse(response.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);

    public static string BodyOf(string response) => response[(response.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    public void Dispose()
    {
        _server.Dispose();
        _dataset.Dispose();
        _folder.Dispose();
    }
}

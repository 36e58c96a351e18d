using System.Security.Cryptography;
using System.Text;
using LungSeg.Cli.Browse.Http;

namespace LungSeg.Cli.Browse;

/// <summary>Who may ask: pages of this server alone, in browsers that were given the token.</summary>
internal sealed class BrowseAccess
{
    private const string TokenParameter = "token";
    private const int TokenDigits = 48;

    private readonly HashSet<string> _hosts = new(StringComparer.Ordinal);
    private readonly byte[] _token;

    /// <param name="port">Port of the server.</param>
    /// <param name="hostPort">Port at the browser's end of a tunnel; 0 without one.</param>
    public BrowseAccess(int port, int hostPort)
    {
        BrowserPort = hostPort == 0 ? port : hostPort;
        foreach (var seen in (ReadOnlySpan<int>)[port, BrowserPort])
        {
            _hosts.Add($"127.0.0.1:{seen}");
            _hosts.Add($"localhost:{seen}");
        }

        Token = RandomNumberGenerator.GetHexString(TokenDigits, lowercase: true);
        _token = Encoding.ASCII.GetBytes(Token);
    }

    /// <summary>The secret of this run.</summary>
    public string Token { get; }

    /// <summary>Port under which the user's browser sees the server.</summary>
    public int BrowserPort { get; }

    /// <summary>The address to open in a browser.</summary>
    public string Url => $"http://127.0.0.1:{BrowserPort}/?{TokenParameter}={Token}";

    /// <summary>The response that refuses a request; null where it is allowed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cookie">Receives the cookie to set, where the request brings the token itself; else null.</param>
    public HttpResponse? Refuse(HttpRequest request, out string? cookie)
    {
        cookie = null;

        // A page elsewhere whose name leads to 127.0.0.1 sends its own name.
        if (request.Find("host") is not { } host || !_hosts.Contains(host))
        {
            return Refuse("this server answers to 127.0.0.1 and localhost with its own port alone; for a tunnel give --host-port");
        }

        var name = $"lungseg-{host[(host.LastIndexOf(':') + 1)..]}";
        var bringsToken = request is { Method: "GET", Path: "/" } && IsToken(request.FindParameter(TokenParameter));
        if (bringsToken)
        {
            cookie = $"{name}={Token}; Path=/; HttpOnly; SameSite=Strict";
            return null;
        }

        // Another port of 127.0.0.1 is the same site for cookies, but not the same origin. The page itself holds no data, and a browser
        // that reloads it says where the person came from at first.
        if (request.Path != "/" && request.Find("sec-fetch-site") is { } site && site is not ("same-origin" or "none"))
        {
            return Refuse("this request comes from another page");
        }

        if (!ListCookies(request, name).Any(IsToken))
        {
            return Refuse("open the address that 'lungseg browse' printed: it holds the token of this run");
        }

        return request.Method == "POST" && request.Find("origin") != $"http://{host}"
            ? Refuse("this request comes from another page")
            : null;
    }

    private static HttpResponse Refuse(string why) => HttpResponse.Text(403, why);

    private static IEnumerable<string> ListCookies(HttpRequest request, string name) =>
        (request.Find("cookie") ?? string.Empty)
            .Split(';', StringSplitOptions.TrimEntries)
            .Where(cookie => cookie.StartsWith(name + "=", StringComparison.Ordinal))
            .Select(cookie => cookie[(name.Length + 1)..]);

    private bool IsToken(string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), _token);
}

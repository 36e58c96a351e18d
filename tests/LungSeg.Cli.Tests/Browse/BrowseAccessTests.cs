using Xunit;

namespace LungSeg.Cli.Tests.Browse;

/// <summary>Who may ask: each test is an attempt of somebody who may not.</summary>
public sealed class BrowseAccessTests
{
    [Theory]
    [InlineData("evil.example:{0}")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("localhost.evil.example:{0}")]
    [InlineData("[::1]:{0}")]
    [InlineData("127.0.0.1:{0}:{0}")]
    [InlineData("0.0.0.0:{0}")]
    [InlineData("LOCALHOST:{0}")]
    [InlineData("")]
    public void Host_ThatIsAnother_IsRefused(string host)
    {
        using var page = new ServedPage();
        var name = string.Format(System.Globalization.CultureInfo.InvariantCulture, host, page.Port);
        Assert.Equal(403, ServedPage.StatusOf(page.Get("/start.json", name)));
        Assert.Equal(403, ServedPage.StatusOf(page.Get($"/?token={page.Access.Token}", name)));
    }

    [Fact]
    public void Host_OwnAndOfATunnel_IsAnswered()
    {
        using var page = new ServedPage(hostPort: 9000);
        Assert.Equal(200, ServedPage.StatusOf(page.Get("/start.json")));
        Assert.Equal(200, ServedPage.StatusOf(page.Get("/start.json", $"localhost:{page.Port}")));
        Assert.Equal(200, ServedPage.StatusOf(page.Get("/start.json", "127.0.0.1:9000", $"lungseg-9000={page.Access.Token}")));
        Assert.Equal(403, ServedPage.StatusOf(page.Get("/start.json", "127.0.0.1:9000")));
        Assert.Equal(403, ServedPage.StatusOf(page.Get("/start.json", "127.0.0.1:9001", $"lungseg-9001={page.Access.Token}")));
    }

    [Fact]
    public void Host_MissingOrTwice_IsRefused()
    {
        using var page = new ServedPage();
        Assert.Equal(403, ServedPage.StatusOf(page.Send($"GET / HTTP/1.1\r\nCookie: {page.Cookie}\r\nConnection: close\r\n\r\n")));
        Assert.Equal(
            400,
            ServedPage.StatusOf(page.Send($"GET / HTTP/1.1\r\nHost: {page.Host}\r\nHost: evil.example\r\nCookie: {page.Cookie}\r\n\r\n"))
        );
    }

    [Fact]
    public void Token_MissingOrWrong_IsRefused()
    {
        using var page = new ServedPage();
        using var other = new ServedPage();
        foreach (
            var cookie in new[]
            {
                string.Empty,
                $"lungseg-{page.Port}=",
                $"lungseg-{page.Port}={page.Access.Token[..^1]}",
                $"lungseg-{page.Port}={page.Access.Token}0",
                $"lungseg-{page.Port}={other.Access.Token}",
                $"lungseg-{other.Port}={other.Access.Token}",
                $"lungseg-{other.Port}={page.Access.Token}",
                $"lungseg={page.Access.Token}",
                $"x lungseg-{page.Port}={page.Access.Token}",
            }
        )
        {
            foreach (var target in new[] { "/", "/main.js", "/start.json", "/rows/0/pixels", "/rows/0/picture.jpg" })
            {
                Assert.Equal(403, ServedPage.StatusOf(page.Get(target, cookie: cookie)));
            }

            Assert.Equal(403, ServedPage.StatusOf(page.Post("{\"row\":0,\"mark\":\"reject\",\"note\":\"\"}", cookie: cookie)));
        }

        Assert.Equal(403, ServedPage.StatusOf(page.Get($"/?token={other.Access.Token}", cookie: string.Empty)));
        Assert.Equal(403, ServedPage.StatusOf(page.Get($"/start.json?token={page.Access.Token}", cookie: string.Empty)));
        Assert.False(File.Exists(page.Marks));
    }

    [Fact]
    public void Token_InTheAddress_BecomesACookie()
    {
        using var page = new ServedPage();
        var response = page.Get($"/?token={page.Access.Token}", cookie: string.Empty, more: "Sec-Fetch-Site: cross-site\r\n");
        Assert.Equal(200, ServedPage.StatusOf(response));
        Assert.Contains($"Set-Cookie: {page.Cookie}; Path=/; HttpOnly; SameSite=Strict\r\n", response, StringComparison.Ordinal);
        Assert.Equal(48, page.Access.Token.Length);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("https://{0}")]
    [InlineData("http://localhost:1")]
    [InlineData("")]
    public void Origin_OfAMark_MustBeThePage(string origin)
    {
        using var page = new ServedPage();
        var mark = "{\"row\":0,\"mark\":\"reject\",\"note\":\"\"}";
        var name = string.Format(System.Globalization.CultureInfo.InvariantCulture, origin, page.Host);
        Assert.Equal(403, ServedPage.StatusOf(page.Post(mark, name)));
        Assert.False(File.Exists(page.Marks));
        Assert.Equal(200, ServedPage.StatusOf(page.Post(mark)));
        Assert.Equal("row,mark,note\ndemo:0,reject,\n", File.ReadAllText(page.Marks));
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public void Fetch_FromAnotherPage_IsRefusedAlthoughItHasTheCookie(string site)
    {
        using var page = new ServedPage();
        Assert.Equal(403, ServedPage.StatusOf(page.Get("/rows/0/picture.jpg", more: $"Sec-Fetch-Site: {site}\r\n")));
        Assert.Equal(200, ServedPage.StatusOf(page.Get("/rows/0/picture.jpg", more: "Sec-Fetch-Site: same-origin\r\n")));
    }

    [Theory]
    [InlineData("/..%2f..%2fetc%2fpasswd")]
    [InlineData("/../../../../etc/passwd")]
    [InlineData("//etc/passwd")]
    [InlineData("/browse/index.html")]
    [InlineData("/index.html%00")]
    [InlineData("/rows/../start.json")]
    [InlineData("/rows/-1/pixels")]
    [InlineData("/rows/12/pixels")]
    [InlineData("/rows/99999999999999999999/pixels")]
    [InlineData("/rows/0x1/pixels")]
    [InlineData("/rows/0/pixels/")]
    [InlineData("/rows/0/secret")]
    [InlineData("/demo.marks.csv")]
    public void Path_ThatIsNone_IsNotFound(string path)
    {
        using var page = new ServedPage();
        Assert.Equal(404, ServedPage.StatusOf(page.Get(path)));
        Assert.Empty(page.Faults);
    }

    [Fact]
    public void Responses_HaveTheHeadersThatKeepOthersOut()
    {
        using var page = new ServedPage();
        foreach (
            var response in new[]
            {
                page.Get("/"),
                page.Get("/start.json"),
                page.Get("/rows/0/pixels"),
                page.Get("/none"),
                page.Get("/", "x"),
            }
        )
        {
            foreach (
                var header in new[]
                {
                    "Content-Security-Policy: default-src 'self'; base-uri 'none'; form-action 'none'; "
                        + "frame-ancestors 'none'; object-src 'none'",
                    "X-Content-Type-Options: nosniff",
                    "Cross-Origin-Resource-Policy: same-origin",
                    "Referrer-Policy: no-referrer",
                    "Cache-Control: no-store",
                }
            )
            {
                Assert.Contains(header + "\r\n", response, StringComparison.Ordinal);
            }

            Assert.DoesNotContain("Access-Control-", response, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("{\"row\":12,\"mark\":\"reject\",\"note\":\"\"}", 400)]
    [InlineData("{\"row\":-1,\"mark\":\"reject\",\"note\":\"\"}", 400)]
    [InlineData("{\"row\":1.5,\"mark\":\"reject\",\"note\":\"\"}", 400)]
    [InlineData("{\"row\":0,\"mark\":\"remove\",\"note\":\"\"}", 400)]
    [InlineData("{\"row\":0,\"mark\":7,\"note\":\"\"}", 400)]
    [InlineData("{\"row\":0,\"mark\":\"reject\"}", 400)]
    [InlineData("{\"row\":0", 400)]
    [InlineData("[[[[[[[[]]]]]]]]", 400)]
    [InlineData("null", 400)]
    [InlineData("", 400)]
    public void Mark_ThatIsNone_IsRefused(string body, int status)
    {
        using var page = new ServedPage();
        Assert.Equal(status, ServedPage.StatusOf(page.Post(body)));
        Assert.Equal(400, ServedPage.StatusOf(page.Post($"{{\"row\":0,\"mark\":\"note\",\"note\":\"{new string('x', 1001)}\"}}")));
        Assert.Equal(415, ServedPage.StatusOf(page.Post(body, type: "text/plain")));
        Assert.False(File.Exists(page.Marks));
        Assert.Empty(page.Faults);
    }
}

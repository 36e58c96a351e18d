namespace LungSeg.Cli.Browse.Http;

/// <summary>A request. Its target is not decoded: no name that the server knows needs it.</summary>
/// <param name="Method">Method, as it was sent.</param>
/// <param name="Path">Target up to the question mark.</param>
/// <param name="Query">Target after the question mark; empty without one.</param>
/// <param name="Headers">Headers by their names in any case.</param>
internal sealed record HttpRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The body; empty without one.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whether the connection ends with this request.</summary>
    public bool Closes { get; init; }

    /// <summary>Value of a header; null without it.</summary>
    public string? Find(string header) => Headers.GetValueOrDefault(header);

    /// <summary>Value of a parameter of the query; null without it.</summary>
    public string? FindParameter(string name) =>
        Query
            .Split('&')
            .Where(part => part.StartsWith(name + "=", StringComparison.Ordinal))
            .Select(part => part[(name.Length + 1)..])
            .FirstOrDefault();
}

/// <summary>A response.</summary>
/// <param name="Status">Status code.</param>
/// <param name="ContentType">Media type of the body.</param>
/// <param name="Body">The body.</param>
internal sealed record HttpResponse(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>Whether the body is compressed by gzip.</summary>
    public bool IsGzip { get; init; }

    /// <summary>A cookie to set; null for none.</summary>
    public string? Cookie { get; init; }

    /// <summary>Whether the connection ends with this response.</summary>
    public bool Closes { get; init; }

    /// <summary>A sentence.</summary>
    public static HttpResponse Text(int status, string text) =>
        new(status, "text/plain; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(text + "\n"));
}

/// <summary>A request that is refused before it is complete; the connection ends.</summary>
internal sealed class RefusedRequestException(int status, string message) : Exception(message)
{
    public HttpResponse Response => HttpResponse.Text(status, Message) with { Closes = true };
}

namespace LungSeg.Cli.Browse.Http;

/// <summary>What one client, or all together, may take of the server.</summary>
internal sealed record ServerLimits
{
    /// <summary>Open connections; a new one takes the place of the one that has waited longest for a request.</summary>
    public int Connections { get; init; } = 128;

    /// <summary>Bytes of the request line and the headers.</summary>
    public int HeadBytes { get; init; } = 16 << 10;

    /// <summary>Bytes of a body.</summary>
    public int BodyBytes { get; init; } = 64 << 10;

    /// <summary>Time for a request to arrive, from its first byte to its last.</summary>
    public TimeSpan Request { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time that a connection may wait for its next request.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time in which a client must take each 64 KB of a response.</summary>
    public TimeSpan Send { get; init; } = TimeSpan.FromSeconds(20);
}

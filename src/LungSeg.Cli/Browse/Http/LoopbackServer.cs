using System.Net;
using System.Net.Sockets;

namespace LungSeg.Cli.Browse.Http;

/// <summary>
/// An HTTP/1.1 server for the browsers of this machine: it listens on 127.0.0.1 alone, and no client can take more of it than the limits
/// say (docs/decisions/0042-browse-server.md).
/// </summary>
internal sealed class LoopbackServer : IDisposable
{
    private const int Backlog = 512;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ServerLimits _limits;
    private readonly SemaphoreSlim _working;
    private readonly Lock _gate = new();
    private readonly HashSet<HttpConnection> _open = [];

    /// <summary>Starts to listen.</summary>
    /// <param name="port">Port; 0 for any that is free.</param>
    /// <param name="limits">Limits.</param>
    /// <exception cref="IOException">The port is taken, or may not be used.</exception>
    public LoopbackServer(int port, ServerLimits limits)
    {
        _limits = limits;
        _working = new SemaphoreSlim(Math.Max(2, Environment.ProcessorCount));
        try
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            _listener.Listen(Backlog);
        }
        catch (SocketException e)
        {
            _listener.Dispose();
            throw new IOException(
                e.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? $"port {port} of 127.0.0.1 is taken by another program; give another --port, or none for any that is free"
                    : $"127.0.0.1:{port} cannot be listened on: {e.Message}",
                e
            );
        }
    }

    /// <summary>The port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Serves until it is disposed of.</summary>
    /// <param name="answer">Answers a request. Called from any thread.</param>
    public async Task RunAsync(Func<HttpRequest, HttpResponse> answer)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync();
            }
            catch (SocketException e) when (e.SocketErrorCode != SocketError.OperationAborted)
            {
                // The client is gone already, or descriptors are short for the moment.
                await Task.Delay(Pause);
                continue;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = ServeAsync(new HttpConnection(socket, _limits, request => AnswerAsync(answer, request)));
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        lock (_gate)
        {
            foreach (var connection in _open)
            {
                connection.Dispose();
            }
        }
    }

    private async Task ServeAsync(HttpConnection connection)
    {
        Admit(connection);

        // Up to here it is the loop that accepts connections. What follows may be answered at once, and must not keep it.
        await Task.Yield();
        try
        {
            await connection.RunAsync();
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has closed the connection, was too slow, or had to make room.
        }
        finally
        {
            lock (_gate)
            {
                _open.Remove(connection);
            }

            connection.Dispose();
        }
    }

    private void Admit(HttpConnection connection)
    {
        lock (_gate)
        {
            if (_open.Count >= _limits.Connections && _open.MinBy(open => open.WaitsSince) is { } longest)
            {
                _open.Remove(longest);
                longest.Dispose();
            }

            _open.Add(connection);
        }
    }

    private async Task<HttpResponse> AnswerAsync(Func<HttpRequest, HttpResponse> answer, HttpRequest request)
    {
        await _working.WaitAsync();
        try
        {
            return answer(request);
        }
        finally
        {
            _working.Release();
        }
    }
}

namespace LungSeg.Core.Datasets;

/// <summary>SHA-256 of inputs, taken while other work goes on.</summary>
internal sealed class RunningDigest : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<string[]> _task;

    public RunningDigest(IReadOnlyList<DatasetInput> inputs) =>
        _task = Task.Run(() => inputs.Select(input => InputDigest.ComputeSha256(input, _stop.Token)).ToArray());

    /// <summary>Waits for the digests, in the order of the inputs.</summary>
    /// <exception cref="IOException">A file is gone or cannot be read.</exception>
    public string[] Result => _task.GetAwaiter().GetResult();

    /// <summary>Stops, and waits until nothing is read any more: the inputs may be closed after that.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        Task.WaitAny(_task);
        _stop.Dispose();
    }
}

using System.Security.Cryptography;
using System.Text;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Datasets;

/// <summary>SHA-256 of an input, as it lies on disk.</summary>
internal static class InputDigest
{
    /// <summary>
    /// SHA-256 of an input in lower-case hexadecimal. For a folder it is the SHA-256 of the lines <c>digest path</c> that sha256sum prints
    /// for its files, in order.
    /// </summary>
    /// <exception cref="IOException">A file is gone or cannot be read.</exception>
    public static string ComputeSha256(DatasetInput input, CancellationToken cancellation = default)
    {
        return input.Folder is { } folder ? ComputeSha256(folder, cancellation) : ComputeSha256(input.File ?? input.Source, cancellation);
    }

    /// <summary>SHA-256 of a file or folder that an option names.</summary>
    /// <exception cref="IOException">A file is gone or cannot be read.</exception>
    public static string ComputeSha256(string path)
    {
        if (Directory.Exists(path))
        {
            return ComputeSha256(FolderSource.Open(path), CancellationToken.None);
        }
        using var file = FileByteSource.Open(path);
        return ComputeSha256(file, CancellationToken.None);
    }

    private static string ComputeSha256(FolderSource folder, CancellationToken cancellation)
    {
        using var lines = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in folder.Files)
        {
            using var file = folder.OpenFile(name, "file");
            lines.AppendData(Encoding.UTF8.GetBytes($"{ComputeSha256(file, cancellation)}  {name}\n"));
        }

        return Convert.ToHexStringLower(lines.GetHashAndReset());
    }

    internal static string ComputeSha256(IByteSource source, CancellationToken cancellation) =>
        ContentDigest.Compute(source, DigestKinds.Sha256, cancellation: cancellation).Sha256!;
}

/// <summary>SHA-256 of inputs, computed in the background.</summary>
internal sealed class RunningDigest : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<string[]> _task;

    public RunningDigest(IReadOnlyList<DatasetInput> inputs) =>
        _task = Task.Run(() => inputs.Select(input => InputDigest.ComputeSha256(input, _stop.Token)).ToArray());

    /// <summary>Waits for the digests, in the order of the inputs.</summary>
    /// <exception cref="IOException">A file is gone or cannot be read.</exception>
    public string[] Result => _task.GetAwaiter().GetResult();

    /// <summary>Stops the computation. After this the inputs can be closed.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        Task.WaitAny(_task);
        _stop.Dispose();
    }
}

using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Bytes;

/// <summary>An output that is written by position and, where its name ends in <c>.gz</c> or <c>.zst</c>, packed at the end.</summary>
internal sealed class PackedOutput : IDisposable
{
    private readonly string _path;
    private readonly bool _overwrite;
    private readonly int _jobs;
    private readonly string? _unpackedPath;
    private readonly AtomicFile _file;

    private PackedOutput(string path, bool overwrite, long length, int jobs)
    {
        if (OutputPacking.FindRefusal(path) is { } refusal)
        {
            throw new InvalidRequestException(RequestParameter.Output, refusal);
        }
        AtomicFile.RefuseExisting(path, overwrite);
        _path = OutputPath.ResolveFile(path);
        _overwrite = overwrite;
        _jobs = jobs;
        _unpackedPath = PackedFile.GetPacking(path) != Compression.Packing.None ? $"{_path}.tmp-{Environment.ProcessId}-unpacked" : null;
        _file = AtomicFile.Create(_unpackedPath ?? path, _unpackedPath is not null || overwrite, length);
    }

    /// <summary>The file to fill.</summary>
    public SafeFileHandle Handle => _file.Handle;

    /// <summary>Starts an output.</summary>
    /// <param name="path">Final name.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="length">Length before packing, to ask the disk for ahead; 0 where it is not known.</param>
    /// <param name="jobs">Threads that pack.</param>
    /// <exception cref="InvalidRequestException">The name asks for a packing that is not written.</exception>
    /// <exception cref="IOException">The file exists and may not be replaced, or the disk refuses.</exception>
    public static PackedOutput Create(string path, bool overwrite, long length = 0, int jobs = 1) => new(path, overwrite, length, jobs);

    /// <summary>Gives the output its name.</summary>
    public void Commit()
    {
        _file.Commit();
        if (_unpackedPath is not null)
        {
            PackedFile.Pack(_unpackedPath, _path, _overwrite, _jobs);
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        if (_unpackedPath is not null)
        {
            File.Delete(_unpackedPath);
        }
    }
}

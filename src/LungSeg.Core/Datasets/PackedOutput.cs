using LungSeg.Core.Bytes;
using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Datasets;

/// <summary>An output that is written by position and, where its name ends in <c>.gz</c>, packed at the end.</summary>
internal sealed class PackedOutput : IDisposable
{
    private readonly string _path;
    private readonly bool _overwrite;
    private readonly string? _unpackedPath;
    private readonly AtomicFile _file;

    private PackedOutput(string path, bool overwrite)
    {
        AtomicFile.RefuseExisting(path, overwrite);
        _path = path;
        _overwrite = overwrite;
        _unpackedPath = IsPacked(path) ? UnpackedPath(path) : null;
        _file = AtomicFile.Create(_unpackedPath ?? path, _unpackedPath is not null || overwrite);
    }

    /// <summary>The file to fill.</summary>
    public SafeFileHandle Handle => _file.Handle;

    /// <exception cref="IOException">The file exists and may not be replaced, or the disk refuses.</exception>
    public static PackedOutput Create(string path, bool overwrite) => new(path, overwrite);

    /// <summary>Whether a file of this name is packed with gzip.</summary>
    public static bool IsPacked(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Name under which a file is built before it is packed.</summary>
    public static string UnpackedPath(string path) => $"{path}.tmp-{Environment.ProcessId}-unpacked";

    /// <summary>Gives the output its name.</summary>
    public void Commit()
    {
        _file.Commit();
        if (_unpackedPath is not null)
            GzipFile.Pack(_unpackedPath, _path, _overwrite);
    }

    public void Dispose()
    {
        _file.Dispose();
        if (_unpackedPath is not null)
            File.Delete(_unpackedPath);
    }
}

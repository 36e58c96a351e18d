using System.IO.Hashing;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Sharding;

/// <summary>Writes a shard: a folder with the files that hold one row each, and the pieces of all its rows.</summary>
internal sealed class ShardWriter : IDisposable
{
    public const string PiecesName = "pieces.bin";
    public const string FilesName = "files";

    private readonly StagedFolder _folder;
    private readonly FileStream _pieces;
    private readonly List<ShardPiece> _written = [];
    private readonly Lock _gate = new();

    /// <exception cref="IOException">The folder exists and may not be replaced, or writing fails.</exception>
    public ShardWriter(string path, bool overwrite)
    {
        _folder = StagedFolder.Create(path, overwrite, ShardDocument.FileName);
        try
        {
            TemporaryPaths.MakeFolder(Files);
            _pieces = new FileStream(
                Path.Combine(_folder.Path, PiecesName),
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.None,
                bufferSize: 1 << 16
            );
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }

    /// <summary>Folder of the files that hold one row each.</summary>
    public string Files => Path.Combine(_folder.Path, FilesName);

    /// <summary>Writes a piece. Called from any thread.</summary>
    public void Put(long row, string name, ReadOnlySpan<byte> bytes)
    {
        var crc = Crc32.HashToUInt32(bytes);
        lock (_gate)
        {
            _written.Add(new ShardPiece(row, name, _pieces.Position, bytes.Length, crc));
            _pieces.Write(bytes);
        }
    }

    /// <summary>Completes the shard: writes its description and renames the temporary folder.</summary>
    public void Commit(ShardDescription shard)
    {
        _pieces.Flush(flushToDisk: true);
        _pieces.Dispose();
        using (var document = new FileStream(Path.Combine(_folder.Path, ShardDocument.FileName), FileMode.CreateNew, FileAccess.Write))
        {
            ShardDocument.Write(document, shard with { Pieces = _written });
            document.Flush(flushToDisk: true);
        }

        _folder.Commit();
    }

    /// <summary>Number and total size of the files.</summary>
    public (int Files, long Bytes) Measure()
    {
        var files = new DirectoryInfo(Files).EnumerateFiles("*", SearchOption.AllDirectories).ToArray();
        return (files.Length + 1, files.Sum(file => file.Length) + _pieces.Position);
    }

    public void Dispose()
    {
        _pieces.Dispose();
        _folder.Dispose();
    }
}

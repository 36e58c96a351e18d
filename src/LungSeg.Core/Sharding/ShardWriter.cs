using System.IO.Hashing;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;

namespace LungSeg.Core.Sharding;

/// <summary>Writes a shard: a folder with the files that hold one row each, and the pieces of all its rows.</summary>
internal sealed class ShardWriter : IDisposable
{
    public const string PiecesName = "pieces.bin";
    public const string FilesName = "files";

    private readonly StagedFolder _folder;
    private readonly WrittenFiles _own;
    private readonly FileStream _pieces;
    private readonly List<ShardPiece> _written = [];
    private readonly Lock _gate = new();

    /// <exception cref="IOException">The folder exists and may not be replaced, or writing fails.</exception>
    public ShardWriter(string path, bool overwrite)
    {
        _folder = StagedFolder.Create(path, overwrite, ShardDocument.FileName);
        try
        {
            OpenOutputs.MakeFolder(FilesFolder);
            Files = new WrittenFiles(FilesFolder);
            _own = new WrittenFiles(_folder.Path, isWholeFolder: false);
            _pieces = _own.Create(PiecesName, 1 << 16);
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }

    /// <summary>Folder of files that belong to one row each.</summary>
    public string FilesFolder => Path.Combine(_folder.Path, FilesName);

    /// <summary>Files that belong to one row each.</summary>
    public WrittenFiles Files { get; }

    /// <summary>A folder for files that the run needs and that do not belong to the shard.</summary>
    public string Scratch => _folder.Scratch;

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
    /// <exception cref="DatasetFormatException">An input changed since the run read it.</exception>
    /// <exception cref="IOException">A file of the shard is missing, or writing fails.</exception>
    public void Commit(ShardDescription shard)
    {
        _pieces.Flush(flushToDisk: true);
        _pieces.Dispose();
        using (var document = _own.Create(ShardDocument.FileName))
        {
            ShardDocument.Write(
                document,
                shard with
                {
                    Pieces = _written,
                    Files = [PiecesName, .. Files.Names.Select(name => $"{FilesName}/{name}")],
                }
            );
            document.Flush(flushToDisk: true);
        }

        Files.CheckSizes();
        _own.CheckSizes();
        _folder.Commit();
    }

    /// <summary>Number and total size of the files.</summary>
    public (int Files, long Bytes) Measure() => Files.Measure() is var (files, bytes) ? (files + 1, bytes + _pieces.Position) : default;

    public void Dispose()
    {
        try
        {
            _pieces.Dispose();
        }
        finally
        {
            _folder.Dispose();
        }
    }
}

using System.Globalization;
using System.IO.Hashing;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Sharding;

/// <summary>All shards of one run, opened so that they can be joined; they may be given in any order.</summary>
public sealed class ShardSet : IDisposable
{
    private readonly OpenedShard[] _shards;
    private readonly FileByteSource[] _pieces;
    private readonly Dictionary<(long Row, string Name), (int Shard, ShardPiece Piece)> _index = [];

    private ShardSet(OpenedShard[] shards)
    {
        _shards = shards;
        _pieces = new FileByteSource[shards.Length];
        for (var i = 0; i < shards.Length; i++)
        {
            foreach (var piece in shards[i].Description.Pieces.Where(piece => piece.Row >= 0))
            {
                if (!_index.TryAdd((piece.Row, piece.Name), (i, piece)))
                {
                    throw FormatError.Corrupt(
                        shards[i].Source,
                        string.Create(CultureInfo.InvariantCulture, $"the row at position {piece.Row} is in two shards")
                    );
                }
            }
        }
    }

    /// <summary>Number of shards.</summary>
    public int Count => _shards.Length;

    /// <summary>Command line of the unsharded run, as the first shard holds it.</summary>
    public IReadOnlyList<string> Arguments => _shards[0].Description.Arguments;

    /// <summary>Opens shards after a check that they are all shards of one run, each given once.</summary>
    /// <exception cref="DatasetFormatException">A shard is missing, given twice, damaged, or of another run.</exception>
    /// <exception cref="IOException">A shard cannot be read.</exception>
    public static ShardSet Open(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentOutOfRangeException.ThrowIfZero(paths.Count);
        var read = paths.Select(path => new OpenedShard(path, ShardDocument.Read(path))).OrderBy(folder => folder.Shard.Index).ToArray();
        foreach (var other in read)
        {
            ShardCheck.CheckSameRun(read[0], other);
        }
        ShardCheck.CheckComplete(read);
        var set = new ShardSet(read);
        try
        {
            for (var i = 0; i < set.Count; i++)
            {
                set._pieces[i] = OpenPieces(read[i]);
            }
        }
        catch
        {
            set.Dispose();
            throw;
        }

        return set;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in _pieces)
        {
            file?.Dispose();
        }
    }

    /// <summary>The piece of a row that has this name.</summary>
    /// <exception cref="DatasetFormatException">No shard holds the piece, or it is damaged.</exception>
    internal T Get<T>(long row, string name, PieceCodec<T> codec) =>
        _index.TryGetValue((row, name), out var found)
            ? Read(found.Shard, found.Piece, codec)
            : throw FormatError.Corrupt(
                _shards[0].Source,
                string.Create(CultureInfo.InvariantCulture, $"no shard holds {name} of the row at position {row}")
            );

    /// <summary>Whether a row has a piece of this name.</summary>
    internal bool Has(long row, string name) => _index.ContainsKey((row, name));

    /// <summary>The pieces of this name that belong to no row: one of each shard.</summary>
    /// <exception cref="DatasetFormatException">A shard lacks the piece, or it is damaged.</exception>
    internal IEnumerable<T> ReadShardPieces<T>(string name, PieceCodec<T> codec) =>
        _shards.Select(
            (shard, i) =>
                Read(
                    i,
                    shard.Description.Pieces.FirstOrDefault(piece => piece.Row < 0 && piece.Name == name)
                        ?? throw FormatError.Corrupt(shard.Source, $"it has no {name}"),
                    codec
                )
        );

    /// <summary>Path of a file of one row; null where the row's shard has no file of this name.</summary>
    internal string? GetFile(long row, string name)
    {
        var path = _index.TryGetValue((row, RowPieces.Files), out var found)
            ? Path.Combine(_shards[found.Shard].Path, ShardWriter.FilesName, name)
            : null;
        return File.Exists(path) ? path : null;
    }

    /// <inheritdoc cref="ShardCheck.CheckPlan"/>
    internal void CheckPlan(string plan) => ShardCheck.CheckPlan(_shards[0], plan);

    /// <inheritdoc cref="ShardCheck.CheckInputs"/>
    internal void CheckInputs(IReadOnlyList<string> digests) => ShardCheck.CheckInputs(_shards[0], digests);

    private static FileByteSource OpenPieces(OpenedShard shard)
    {
        var path = Path.Combine(shard.Path, ShardWriter.PiecesName);
        return File.Exists(path)
            ? FileByteSource.Open(path, shard.Source, RunFiles.Current)
            : throw FormatError.Corrupt(shard.Source, $"it has no {ShardWriter.PiecesName}");
    }

    private T Read<T>(int shard, ShardPiece piece, PieceCodec<T> codec)
    {
        var source = _pieces[shard];

        // Checked before memory is allocated.
        if (piece.Length > source.Length - piece.Offset)
        {
            throw FormatError.Truncated(source.Name, piece.Offset, piece.Name, piece.Length, Math.Max(0, source.Length - piece.Offset));
        }
        var bytes = new byte[piece.Length];
        source.ReadExactly(piece.Offset, bytes, piece.Name);
        if (Crc32.HashToUInt32(bytes) != piece.Crc)
        {
            throw FormatError.Corrupt(
                source.Name,
                piece.Offset,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{piece.Name} of the row at position {piece.Row} is damaged: its checksum differs"
                )
            );
        }
        try
        {
            return codec.Unpack(bytes);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or EndOfStreamException)
        {
            throw FormatError.Undecodable(
                source.Name,
                piece.Offset,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{piece.Name} of the row at position {piece.Row} cannot be decoded: {e.Message}"
                ),
                e
            );
        }
    }
}

/// <summary>A shard's folder and the description that it holds.</summary>
internal readonly record struct OpenedShard(string Path, ShardDescription Description)
{
    public Shard Shard => Description.Shard;

    /// <summary>Name of the folder in errors.</summary>
    public SourceName Source => new(Path, null, "shard");
}

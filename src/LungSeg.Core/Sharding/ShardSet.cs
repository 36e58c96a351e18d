using System.Globalization;
using System.IO.Hashing;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;

namespace LungSeg.Core.Sharding;

/// <summary>All shards of one run, opened to be joined; in whatever order they are given.</summary>
public sealed class ShardSet : IDisposable
{
    private const int MaxMissing = 20;

    private readonly ShardDescription[] _shards;
    private readonly string[] _paths;
    private readonly FileByteSource[] _pieces;
    private readonly Dictionary<(long Row, string Name), (int Shard, ShardPiece Piece)> _index = [];

    private ShardSet(string[] paths, ShardDescription[] shards)
    {
        (_paths, _shards) = (paths, shards);
        _pieces = new FileByteSource[shards.Length];
        for (var i = 0; i < shards.Length; i++)
        {
            foreach (var piece in shards[i].Pieces.Where(piece => piece.Row >= 0))
            {
                if (!_index.TryAdd((piece.Row, piece.Name), (i, piece)))
                {
                    throw FormatError.Corrupt(
                        GetSource(i),
                        string.Create(CultureInfo.InvariantCulture, $"the row at place {piece.Row} is in two shards")
                    );
                }
            }
        }
    }

    /// <summary>Number of shards.</summary>
    public int Count => _shards.Length;

    /// <summary>The words of the command that does the whole, as the first shard had them.</summary>
    public IReadOnlyList<string> Arguments => _shards[0].Arguments;

    /// <summary>Opens shards and sees that they are all those of one run, each once.</summary>
    /// <exception cref="DatasetFormatException">A shard is missing, doubled, damaged, or of another run; the message names it.</exception>
    /// <exception cref="IOException">A shard cannot be read.</exception>
    public static ShardSet Open(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentOutOfRangeException.ThrowIfZero(paths.Count);
        var read = paths
            .Select(path => new ShardFolder(path, ShardDocument.Read(path)))
            .OrderBy(folder => folder.Description.Shard.Index)
            .ToArray();
        foreach (var other in read)
        {
            CheckSameRun(read[0], other);
        }
        CheckComplete(read);
        var set = new ShardSet([.. read.Select(folder => folder.Path)], [.. read.Select(folder => folder.Description)]);
        try
        {
            for (var i = 0; i < set.Count; i++)
            {
                set._pieces[i] = OpenPieces(Path.Combine(set._paths[i], ShardWriter.PiecesName), set.GetSource(i));
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

    /// <summary>What a row gives to the whole.</summary>
    /// <exception cref="DatasetFormatException">No shard has it, or it is damaged.</exception>
    internal T Get<T>(long row, string name, PieceCodec<T> codec) =>
        _index.TryGetValue((row, name), out var found)
            ? Read(found.Shard, found.Piece, codec)
            : throw FormatError.Corrupt(
                GetSource(0),
                string.Create(CultureInfo.InvariantCulture, $"no shard holds {name} of the row at place {row}")
            );

    /// <summary>Whether a row gives such a thing to the whole.</summary>
    internal bool Has(long row, string name) => _index.ContainsKey((row, name));

    /// <summary>What each shard has that belongs to no row.</summary>
    /// <exception cref="DatasetFormatException">A shard has it not, or it is damaged.</exception>
    internal IEnumerable<T> ReadShardPieces<T>(string name, PieceCodec<T> codec) =>
        _shards.Select(
            (shard, i) =>
                Read(
                    i,
                    shard.Pieces.FirstOrDefault(piece => piece.Row < 0 && piece.Name == name)
                        ?? throw FormatError.Corrupt(GetSource(i), $"it has no {name}"),
                    codec
                )
        );

    /// <summary>Path of a file of one row; null where its shard has none of that name.</summary>
    internal string? GetFile(long row, string name)
    {
        var path = _index.TryGetValue((row, RowPieces.Files), out var found)
            ? Path.Combine(_paths[found.Shard], ShardWriter.FilesName, name)
            : null;
        return File.Exists(path) ? path : null;
    }

    /// <summary>Throws where the shards are not of a run with that plan.</summary>
    internal void CheckPlan(string plan)
    {
        if (_shards[0].Version != ToolVersion.Text)
        {
            throw FormatError.Unsupported(
                GetSource(0),
                $"version {_shards[0].Version} of lungseg made it, this is {ToolVersion.Text}; join shards with the version that made them"
            );
        }
        if (_shards[0].Plan != plan)
        {
            throw FormatError.Corrupt(
                GetSource(0),
                "the rows or parameters are not those of today's run: an input, or a file that an option names, has changed since "
                    + "the shards were made"
            );
        }
    }

    /// <summary>Throws where the shards were made of other inputs.</summary>
    internal void CheckInputs(IReadOnlyList<string> digests)
    {
        if (!_shards[0].Inputs.SequenceEqual(digests))
        {
            throw FormatError.Corrupt(GetSource(0), "an input has changed since the shards were made");
        }
    }

    private static FileByteSource OpenPieces(string path, SourceName source) =>
        File.Exists(path)
            ? FileByteSource.Open(path, source, RunFiles.Current)
            : throw FormatError.Corrupt(source, $"it has no {ShardWriter.PiecesName}");

    private static void CheckSameRun(ShardFolder first, ShardFolder other)
    {
        var (a, b) = (first.Description, other.Description);
        var difference =
            a.Version != b.Version ? $"version {b.Version} of lungseg made it, the other is by {a.Version}"
            : a.Shard.Count != b.Shard.Count
                ? string.Create(CultureInfo.InvariantCulture, $"it is one of {b.Shard.Count}, the other one of {a.Shard.Count}")
            : !a.Inputs.SequenceEqual(b.Inputs) ? "it was made of other inputs"
            : a.Plan != b.Plan ? "it was made with other parameters or of other rows"
            : null;
        if (difference is not null)
        {
            throw FormatError.Corrupt(
                new SourceName(other.Path, null, "shard"),
                $"this is not a shard of the run of {first.Path}: {difference}"
            );
        }
    }

    private static void CheckComplete(ShardFolder[] shards)
    {
        var count = shards[0].Description.Shard.Count;
        foreach (var ((path, one), (_, next)) in shards.Zip(shards.Skip(1)).Select(pair => (pair.Second, pair.First)))
        {
            if (one.Shard.Index != next.Shard.Index)
            {
                continue;
            }
            var twins = shards.Where(folder => folder.Description.Shard.Index == one.Shard.Index).Select(folder => folder.Path);
            throw FormatError.Corrupt(
                new SourceName(path, null, "shard"),
                $"shard {one.Shard} is there twice: {string.Join(" and ", twins)}"
            );
        }

        var missing = count - shards.Length;
        if (missing == 0)
        {
            return;
        }

        // The count is a shard's word, so no list is made of that length.
        var there = shards.Select(folder => folder.Description.Shard.Index).ToHashSet();
        var first = Enumerable.Range(0, count).Where(index => !there.Contains(index)).Take(MaxMissing);
        throw FormatError.Corrupt(
            new SourceName(shards[0].Path, null, "shard"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{missing} of {count} shards are missing: {string.Join(", ", first)}{(missing > MaxMissing ? " and more" : string.Empty)}"
            )
        );
    }

    private T Read<T>(int shard, ShardPiece piece, PieceCodec<T> codec)
    {
        var source = _pieces[shard];

        // Before memory is allocated for it.
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
                    $"{piece.Name} of the row at place {piece.Row} is damaged: its checksum differs"
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
                    $"{piece.Name} of the row at place {piece.Row} is not what it should be: {e.Message}"
                ),
                e
            );
        }
    }

    private SourceName GetSource(int shard) => new(_paths[shard], null, "shard");

    private readonly record struct ShardFolder(string Path, ShardDescription Description);
}

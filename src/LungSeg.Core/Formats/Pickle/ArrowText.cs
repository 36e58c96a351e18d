using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>The chunks of an Arrow string array.</summary>
internal sealed class ArrowText
{
    private readonly IReadOnlyList<ArrowChunk> _chunks;
    private readonly long[] _firstRows;

    public ArrowText(IReadOnlyList<ArrowChunk> chunks)
    {
        _chunks = chunks;
        _firstRows = new long[chunks.Count];
        for (var i = 0; i < chunks.Count; i++)
        {
            _firstRows[i] = Length;
            Length += chunks[i].Length;
        }
    }

    /// <summary>Number of texts.</summary>
    public long Length { get; }

    /// <summary>The chunk that holds <paramref name="row"/>, and the row's element in it.</summary>
    public (ArrowChunk Chunk, long Element) Find(long row)
    {
        var at = Array.BinarySearch(_firstRows, row);
        if (at < 0)
        {
            at = ~at - 1;
        }

        // An empty chunk starts at the same row as the next chunk.
        while (row >= _firstRows[at] + _chunks[at].Length)
        {
            at++;
        }
        return (_chunks[at], row - _firstRows[at] + _chunks[at].FirstElement);
    }
}

/// <summary>One chunk: positions of its three buffers.</summary>
/// <param name="Length">Number of texts.</param>
/// <param name="FirstElement">Element of the buffers at which the chunk starts.</param>
/// <param name="OffsetSize">Bytes of an offset: 4 for string, 8 for large_string.</param>
/// <param name="Validity">One bit a text, 1 where it is present; null where all are present.</param>
/// <param name="Offsets">Start of each text, and end of the last text.</param>
/// <param name="Text">UTF-8.</param>
internal sealed record ArrowChunk(long Length, long FirstElement, int OffsetSize, Payload? Validity, Payload Offsets, Payload Text)
{
    /// <summary>Reads pyarrow's state (type, length, nulls, offset, [validity, offsets, text], children, dictionary).</summary>
    public static ArrowChunk? Create(TupleNode state)
    {
        if (
            state.Items
            is not [
                var type,
                ScalarNode { Value: long length and >= 0 },
                _,
                ScalarNode { Value: long first and >= 0 },
                ListNode { Items: [var validity, var offsets, var text] },
                ..,
            ]
        )
        {
            return null;
        }
        var offsetSize = TypeAlias(type) switch
        {
            "large_string" or "large_utf8" => 8,
            "string" or "utf8" => 4,
            _ => 0,
        };
        if (
            offsetSize == 0
            || Buffer(offsets) is not { } offsetBuffer
            || first > long.MaxValue / 16
            || length > offsetBuffer.Length / offsetSize
        )
        {
            return null;
        }
        return new ArrowChunk(length, first, offsetSize, Buffer(validity), offsetBuffer, Buffer(text) ?? default);
    }

    private static string? TypeAlias(PickleNode type) =>
        type is CallNode { Symbol: PickleSymbol.ArrowTypeAlias, Arguments: TupleNode { Items: [TextNode alias, ..] } } ? alias.Text : null;

    private static Payload? Buffer(PickleNode node) =>
        node is CallNode { Symbol: PickleSymbol.ArrowBuffer, Arguments: TupleNode { Items: [PayloadNode bytes, ..] } }
            ? bytes.Payload
            : null;
}

using System.Buffers.Binary;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Formats.Editing;

/// <summary>Writes a copy of a file in which ranges of bytes are replaced. All other bytes are unchanged.</summary>
/// <remarks>
/// The copy is written in pieces, on several threads. Where all lengths are known in advance, each piece is written to its offset as soon
/// as it is computed. The length of values in a text encoding is known only after encoding, so such pieces are appended in order.
/// </remarks>
internal sealed class EditedFile
{
    private const int CopyBytes = 4 << 20;
    private readonly IByteSource _source;
    private readonly List<Piece> _pieces = [];
    private long _appended;
    private long _lengthAt;
    private long _textLength;

    /// <param name="source">The file.</param>
    /// <param name="edits">The edits, in any order; they must not overlap.</param>
    public EditedFile(IByteSource source, IEnumerable<FileEdit> edits)
    {
        _source = source;
        var from = 0L;
        long? to = 0;
        foreach (var edit in edits.OrderBy(edit => edit.Offset))
        {
            if (edit.Offset < from)
            {
                throw new InvalidOperationException($"two edits overlap at byte {edit.Offset}");
            }
            AddCopies(from, edit.Offset, ref to);
            AddEdit(edit, ref to);
            from = edit.Offset + edit.OldLength;
        }

        AddCopies(from, source.Length, ref to);
        Length = to;
    }

    /// <summary>Length of the edited file; null where it is known only after writing.</summary>
    public long? Length { get; }

    /// <summary>Pieces of work, in the order of the file.</summary>
    public int PieceCount => _pieces.Count;

    /// <summary>Computes one piece and writes it to its offset. <see cref="Length"/> must be known.</summary>
    /// <param name="target">The new file.</param>
    /// <param name="index">Number of the piece.</param>
    /// <param name="fill">Computes the values of an edit in its layout.</param>
    public void Write(SafeFileHandle target, int index, ContentFiller fill)
    {
        using var made = Make(index, fill);
        RandomAccess.Write(target, made.Bytes, _pieces[index].To!.Value);
    }

    /// <summary>Computes one piece for <see cref="Append"/>.</summary>
    /// <exception cref="DatasetFormatException">Encoded as text, the piece is too large for memory.</exception>
    public MadePiece Make(int index, ContentFiller fill)
    {
        var piece = _pieces[index];
        if (piece.Part is not { } part)
        {
            var copy = new MadePiece(piece.Prefix, (int)piece.CopyLength, piece.Suffix);
            _source.ReadExactly(piece.From, copy.Values, "bytes to copy");
            return copy;
        }

        var encoding = piece.Edit!.Encoding;
        if (encoding == PayloadEncoding.Raw)
        {
            var raw = new MadePiece(piece.Prefix, part.Length, piece.Suffix);
            fill(part, raw.Values);
            return raw;
        }

        using var plain = new MadePiece(default, part.Length, default);
        fill(part, plain.Values);
        var length = PayloadEncoder.GetLength(plain.Values, encoding);
        if (length > Array.MaxLength - piece.Prefix.Length - piece.Suffix.Length)
        {
            throw FormatError.TooLarge(_source.Name, piece.Edit.Offset, "an array written as text, in bytes,", length, Array.MaxLength);
        }
        var made = new MadePiece(piece.Prefix, (int)length, piece.Suffix);
        PayloadEncoder.Encode(plain.Values, encoding, made.Values);
        return made;
    }

    /// <summary>Appends a piece. Called for one piece at a time, in order.</summary>
    /// <exception cref="DatasetFormatException">A text is too long for its opcode.</exception>
    public void Append(SafeFileHandle target, int index, MadePiece made)
    {
        var piece = _pieces[index];
        RandomAccess.Write(target, made.Bytes, _appended);
        if (piece.Edit is { LengthBytes: > 0 and var width, Offset: var offset })
        {
            if (!piece.Prefix.IsEmpty)
            {
                (_lengthAt, _textLength) = (_appended + piece.Prefix.Length - width, 0);
            }
            _textLength += made.Values.Length;
            if (piece.IsLast)
            {
                WriteLength(target, width, offset);
            }
        }

        _appended += made.Bytes.Length;
    }

    private void WriteLength(SafeFileHandle target, int width, long offset)
    {
        var maximum = width >= sizeof(long) ? long.MaxValue : (1L << (8 * width)) - 1;
        if (_textLength > maximum)
        {
            throw FormatError.TooLarge(_source.Name, offset, "an array written as text, in bytes,", _textLength, maximum);
        }
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, _textLength);
        RandomAccess.Write(target, bytes[..width], _lengthAt);
    }

    private void AddEdit(FileEdit edit, ref long? to)
    {
        if (edit.Content is not { } content)
        {
            _pieces.Add(
                new Piece(to)
                {
                    Edit = edit,
                    Prefix = edit.Prefix,
                    Suffix = edit.Suffix,
                    IsLast = true,
                }
            );
        }
        else
        {
            var at = to;
            var parts = content.Parts.ToArray();
            for (var i = 0; i < parts.Length; i++)
            {
                var piece = new Piece(at)
                {
                    Edit = edit,
                    Part = parts[i],
                    Prefix = i == 0 ? edit.Prefix : default,
                    Suffix = i == parts.Length - 1 ? edit.Suffix : default,
                    IsLast = i == parts.Length - 1,
                };
                at += piece.Prefix.Length + parts[i].Length + piece.Suffix.Length;
                _pieces.Add(piece);
            }
        }

        to += edit.NewLength;
    }

    private void AddCopies(long from, long end, ref long? to)
    {
        for (; from < end; from += CopyBytes)
        {
            var length = Math.Min(CopyBytes, end - from);
            _pieces.Add(new Piece(to) { From = from, CopyLength = length });
            to += length;
        }
    }

    /// <summary>
    /// A range of the source, or a part of an edit. <paramref name="To"/> is its offset in the new file; null where it depends on the
    /// length of texts before it.
    /// </summary>
    private sealed record Piece(long? To)
    {
        public long From { get; init; }

        public long CopyLength { get; init; }

        public FileEdit? Edit { get; init; }

        public ContentPart? Part { get; init; }

        public ReadOnlyMemory<byte> Prefix { get; init; }

        public ReadOnlyMemory<byte> Suffix { get; init; }

        /// <summary>Whether it is the last piece of its edit.</summary>
        public bool IsLast { get; init; }
    }
}

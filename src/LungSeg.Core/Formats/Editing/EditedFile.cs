using System.Buffers;
using LungSeg.Core.Bytes;
using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Formats.Editing;

/// <summary>Writes a copy of a file with stretches of it replaced; everything else is byte-identical.</summary>
internal sealed class EditedFile
{
    private const int CopyBytes = 4 << 20;
    private readonly IByteSource _source;
    private readonly List<Piece> _pieces = [];

    /// <param name="source">The file.</param>
    /// <param name="edits">What changes, in any order; stretches must not overlap.</param>
    public EditedFile(IByteSource source, IEnumerable<FileEdit> edits)
    {
        _source = source;
        var (from, to) = (0L, 0L);
        foreach (var edit in edits.OrderBy(edit => edit.Offset))
        {
            if (edit.Offset < from)
                throw new InvalidOperationException($"two edits overlap at byte {edit.Offset}");
            AddCopies(from, edit.Offset, ref to);
            _pieces.Add(new Piece(edit.Offset, to, 0, edit));
            to += edit.NewLength;
            from = edit.Offset + edit.OldLength;
        }

        AddCopies(from, source.Length, ref to);
        Length = to;
    }

    /// <summary>Bytes of the edited file.</summary>
    public long Length { get; }

    /// <summary>Pieces of work, in the order of the file, for <see cref="Write"/>.</summary>
    public int PieceCount => _pieces.Count;

    /// <summary>Writes one piece; pieces may be written in any order and by several threads.</summary>
    /// <param name="target">The new file.</param>
    /// <param name="index">Number of the piece.</param>
    /// <param name="fill">Gives the values of an edit in its layout.</param>
    public void Write(SafeFileHandle target, int index, ContentFiller fill)
    {
        var piece = _pieces[index];
        var length = piece.Edit is null ? piece.Length : piece.Edit.NewLength;
        var buffer = ArrayPool<byte>.Shared.Rent(checked((int)length));
        try
        {
            var bytes = buffer.AsSpan(0, (int)length);
            if (piece.Edit is not { } edit)
            {
                _source.ReadExactly(piece.From, bytes, "bytes to copy");
            }
            else
            {
                edit.Prefix.Span.CopyTo(bytes);
                edit.Suffix.Span.CopyTo(bytes[^edit.Suffix.Length..]);
                if (edit.Content is { } content)
                    fill(content, bytes[edit.Prefix.Length..^edit.Suffix.Length]);
            }

            RandomAccess.Write(target, bytes, piece.To);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void AddCopies(long from, long end, ref long to)
    {
        for (; from < end; from += CopyBytes)
        {
            var length = Math.Min(CopyBytes, end - from);
            _pieces.Add(new Piece(from, to, length, null));
            to += length;
        }
    }

    private readonly record struct Piece(long From, long To, long Length, FileEdit? Edit);
}

/// <summary>Writes the values of <paramref name="content"/> into <paramref name="destination"/>, in the content's dtype, order and byte order.</summary>
internal delegate void ContentFiller(ArrayContent content, Span<byte> destination);

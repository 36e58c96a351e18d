using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Editing;

/// <summary>One stretch of a file that is replaced.</summary>
/// <param name="Offset">First byte replaced.</param>
/// <param name="OldLength">Bytes replaced.</param>
/// <param name="Prefix">New bytes before the values.</param>
/// <param name="Content">New values; null where <paramref name="Prefix"/> is all.</param>
/// <param name="Suffix">New bytes after the values.</param>
internal sealed record FileEdit(long Offset, long OldLength, ReadOnlyMemory<byte> Prefix, EditContent? Content, ReadOnlyMemory<byte> Suffix)
{
    /// <summary>How the values are written.</summary>
    public PayloadEncoding Encoding { get; init; } = PayloadEncoding.Raw;

    /// <summary>
    /// Bytes at the end of <see cref="Prefix"/> that state the length of values written as text: it is put in when it is known.
    /// </summary>
    public int LengthBytes { get; init; }

    /// <summary>Bytes that take the place of the old ones; null where the values decide, being text.</summary>
    public long? NewLength =>
        Encoding == PayloadEncoding.Raw || Content is null ? Prefix.Length + (Content?.ByteLength ?? 0) + Suffix.Length : null;

    /// <summary>Replaces the values of an array where they stand, written as those were.</summary>
    public static FileEdit InPlace(ArrayInfo array, EditContent content)
    {
        var payload = array.Payload;
        if (payload.Encoding == PayloadEncoding.Raw)
        {
            return new FileEdit(array.FirstByte, content.ByteLength, default, content, default);
        }
        return new FileEdit(
            payload.Offset - payload.LengthBytes,
            payload.LengthBytes + payload.Length,
            new byte[payload.LengthBytes],
            content,
            default
        )
        {
            Encoding = payload.Encoding,
            LengthBytes = payload.LengthBytes,
        };
    }

    /// <summary>Replaces slices of a stack [n, row, col]: each by itself where it lies in one piece, else all of the stack.</summary>
    /// <param name="slices">The values of every slice, in their order; <see cref="ArrayContent.IsOriginal"/> where they stay.</param>
    public static IEnumerable<FileEdit> ForStack(IReadOnlyList<ArrayContent> slices)
    {
        var changed = slices.Where(slice => !slice.IsOriginal).ToArray();
        if (changed.Length == 0)
        {
            return [];
        }
        var stack = slices[0].Layout.Stack!;
        return slices[0].Layout.IsContiguousRaw
            ? changed.Select(slice => InPlace(slice.Layout, slice))
            : [InPlace(stack, new StackContent(stack, slices))];
    }
}

/// <summary>Which arrays of a file get new values.</summary>
/// <param name="Column">Column whose arrays are replaced.</param>
/// <param name="Basis">Column from which the new values are made: rows that share a basis get the same values.</param>
/// <param name="Changes">Whether a row's array is replaced.</param>
internal sealed record ArrayEditRequest(string Column, string Basis, Func<long, bool> Changes);

using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Editing;

/// <summary>Replaces one range of a file.</summary>
/// <param name="Offset">First byte replaced.</param>
/// <param name="OldLength">Bytes replaced.</param>
/// <param name="Prefix">New bytes before the values.</param>
/// <param name="Content">New values; null where only <paramref name="Prefix"/> is new.</param>
/// <param name="Suffix">New bytes after the values.</param>
internal sealed record FileEdit(long Offset, long OldLength, ReadOnlyMemory<byte> Prefix, EditContent? Content, ReadOnlyMemory<byte> Suffix)
{
    /// <summary>Encoding of the values.</summary>
    public PayloadEncoding Encoding { get; init; } = PayloadEncoding.Raw;

    /// <summary>
    /// Number of bytes at the end of <see cref="Prefix"/> that hold the length of values in a text encoding. They are filled in when the
    /// length is known.
    /// </summary>
    public int LengthBytes { get; init; }

    /// <summary>Number of new bytes; null where it depends on the text encoding of the values.</summary>
    public long? NewLength =>
        Encoding == PayloadEncoding.Raw || Content is null ? Prefix.Length + (Content?.ByteLength ?? 0) + Suffix.Length : null;

    /// <summary>Replaces the values of an array in place, in the same encoding.</summary>
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

    /// <summary>Replaces slices of a stack [n, row, col]: each slice alone where it is contiguous, else the whole stack.</summary>
    /// <param name="slices">
    /// The values of every slice, in order; with <see cref="ArrayContent.IsOriginal"/> for slices that do not change.
    /// </param>
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

/// <summary>Selects the arrays of a file that get new values.</summary>
/// <param name="Column">Column whose arrays are replaced.</param>
/// <param name="Basis">Column from which the new values are computed: rows that share an array in it get the same values.</param>
/// <param name="Changes">Whether a row's array is replaced.</param>
internal sealed record ArrayEditRequest(string Column, string Basis, Func<long, bool> Changes);

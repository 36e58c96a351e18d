using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Editing;

/// <summary>Values that go where others stood: of one row, laid out as <paramref name="Layout"/> says.</summary>
/// <param name="Row">Row whose new values these are; for <paramref name="IsOriginal"/> the row whose values are kept.</param>
/// <param name="Layout">dtype, shape and order to write in.</param>
/// <param name="IsOriginal">Whether the array's own values are meant, which move because what they shared a place with changes.</param>
internal sealed record ArrayContent(long Row, ArrayInfo Layout, bool IsOriginal);

/// <summary>One stretch of a file that is replaced.</summary>
/// <param name="Offset">First byte replaced.</param>
/// <param name="OldLength">Bytes replaced.</param>
/// <param name="Prefix">New bytes before the values.</param>
/// <param name="Content">New values; null where <paramref name="Prefix"/> is all.</param>
/// <param name="Suffix">New bytes after the values.</param>
internal sealed record FileEdit(long Offset, long OldLength, ReadOnlyMemory<byte> Prefix, ArrayContent? Content, ReadOnlyMemory<byte> Suffix)
{
    /// <summary>Bytes that take the place of the old ones.</summary>
    public long NewLength => Prefix.Length + (Content?.Layout.ByteLength ?? 0) + Suffix.Length;

    /// <summary>Replaces the values of an array where they stand.</summary>
    public static FileEdit InPlace(ArrayInfo array, long offset, long row) =>
        new(offset, array.ByteLength, default, new ArrayContent(row, array, IsOriginal: false), default);
}

using System.Globalization;

namespace LungSeg.Core.Bytes;

/// <summary>Builds every <see cref="DatasetFormatException"/>, so that equal failures have equal messages.</summary>
/// <remarks>
/// An offset is the first byte of the field that is wrong. Where no byte is to blame, call the overload without an offset.
/// </remarks>
internal static class FormatError
{
    public static DatasetFormatException Truncated(SourceName source, string field, long needed, long left) =>
        new(Fault.Truncated, source, null, MissingBytes(field, needed, left)) { MissingBytes = needed - left };

    public static DatasetFormatException Truncated(SourceName source, long offset, string field, long needed, long left) =>
        new(Fault.Truncated, source, offset, MissingBytes(field, needed, left)) { MissingBytes = needed - left };

    public static DatasetFormatException Empty(SourceName source) =>
        new(Fault.Truncated, source, 0, "the file is empty: download or copy it again");

    public static DatasetFormatException Unterminated(SourceName source, long offset, string field, int limit) =>
        new(Fault.Corrupt, source, offset, Invariant($"{field} has no line end within {limit} bytes"));

    public static DatasetFormatException Changed(SourceName source) =>
        new(Fault.Changed, source, null, "it changed while it was read; run again when nothing writes to it");

    public static DatasetFormatException Corrupt(SourceName source, string detail) => new(Fault.Corrupt, source, null, detail);

    public static DatasetFormatException Corrupt(SourceName source, long? offset, string detail) =>
        new(Fault.Corrupt, source, offset, detail);

    public static DatasetFormatException Mismatch(SourceName source, string field, string found, string expected) =>
        Mismatch(source, null, field, found, expected);

    public static DatasetFormatException Mismatch(SourceName source, long? offset, string field, string found, string expected) =>
        new(Fault.Corrupt, source, offset, $"{field} is {found}, expected {expected}");

    public static DatasetFormatException Unsupported(SourceName source, string detail, RequestHint? hint = null) =>
        new(Fault.Unsupported, source, null, detail) { Hint = hint };

    public static DatasetFormatException Unsupported(SourceName source, long? offset, string detail, RequestHint? hint = null) =>
        new(Fault.Unsupported, source, offset, detail) { Hint = hint };

    public static DatasetFormatException WrongFormat(SourceName source, string detail) => new(Fault.WrongFormat, source, null, detail);

    public static DatasetFormatException WrongFormat(SourceName source, long offset, string detail, RequestHint? hint = null) =>
        new(Fault.WrongFormat, source, offset, detail) { Hint = hint };

    public static DatasetFormatException TooLarge(SourceName source, string what, long found, long limit) =>
        TooLarge(source, null, what, found, limit);

    public static DatasetFormatException TooLarge(SourceName source, long? offset, string what, long found, long limit) =>
        new(Fault.TooLarge, source, offset, Invariant($"{what} is {found}, the limit is {limit}"));

    public static DatasetFormatException Unsafe(SourceName source, long? offset, string detail, RequestHint? hint = null) =>
        new(Fault.Unsafe, source, offset, detail) { Hint = hint };

    public static DatasetFormatException Undecodable(SourceName source, string detail, Exception inner) =>
        new(Fault.Corrupt, source, null, detail, inner);

    public static DatasetFormatException Undecodable(SourceName source, long offset, string detail, Exception inner) =>
        new(Fault.Corrupt, source, offset, detail, inner);

    public static DatasetFormatException CutStream(SourceName source, long length, Exception? inner = null) =>
        new(Fault.Truncated, source, length, "the compressed data ends too early: download or copy the file again", inner);

    private static string MissingBytes(string field, long needed, long left) =>
        Invariant($"{field} needs {needed} bytes, {left} left; the file is cut short: download or copy it again");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

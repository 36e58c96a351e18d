using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Npy;

/// <summary>The header of an .npy file (numpy/lib/format.py): dtype, shape, order, and offset of the values.</summary>
internal sealed record NpyHeader(DType DType, long[] Shape, bool IsFortran, long DataOffset)
{
    private const int LongestHeader = 64 << 10;

    /// <summary>Whether a file starts with numpy's signature.</summary>
    public static bool Matches(ReadOnlySpan<byte> head) => head is [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..];

    /// <summary>
    /// Reads the header. Its length comes from the length field, so old files with an alignment of 16 bytes are read too.
    /// </summary>
    /// <exception cref="DatasetFormatException">The file is not .npy, its header is damaged, or its version is unknown.</exception>
    public static NpyHeader Read(IByteSource source)
    {
        using var cursor = new WindowedCursor(source);
        if (!Matches(cursor.Take(6, "signature")))
        {
            throw FormatError.WrongFormat(source.Name, 0, "this is not a .npy file");
        }
        var major = cursor.ReadByte("version");
        cursor.ReadByte("version");
        if (major is < 1 or > 3)
        {
            throw FormatError.Unsupported(source.Name, 6, $"version is {major}, known are 1 to 3");
        }
        var length = major == 1 ? cursor.ReadUInt16("header length") : cursor.ReadUInt32("header length");
        if (length > LongestHeader)
        {
            throw FormatError.TooLarge(source.Name, 8, "header length", length, LongestHeader);
        }
        var offset = cursor.Offset;
        var dict = new NpyDictReader(cursor.Take((int)length, "header").ToArray(), offset, source.Name).Read();
        return Create(dict, cursor.Offset, offset, source.Name);
    }

    private static NpyHeader Create(NpyDict dict, long dataOffset, long offset, SourceName name)
    {
        if (dict.Descr is null)
        {
            throw FormatError.Unsupported(name, offset, "its dtype has fields, which no column of this data set has");
        }
        if (!DType.TryParse(dict.Descr, out var dtype))
        {
            throw FormatError.Unsupported(name, offset, $"dtype '{dict.Descr}' is not known");
        }

        // Elements of 0 bytes need no space in the file, so the file's size does not limit their number.
        if (dtype.ItemSize == 0)
        {
            throw FormatError.Unsupported(name, offset, $"dtype '{dict.Descr}' has elements of no bytes");
        }
        return new NpyHeader(dtype, dict.Shape, dict.IsFortran, dataOffset);
    }
}

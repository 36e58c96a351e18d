using System.Buffers.Binary;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Imaging;

/// <summary>The fields of the one directory of a TIFF.</summary>
internal sealed class TiffTags
{
    private const int HeadBytes = 8;
    private const int EntryBytes = 12;
    private const int MaxNumbers = 1 << 20;
    private readonly IByteSource _source;
    private readonly Dictionary<int, byte[]> _entries = [];

    public TiffTags(IByteSource source)
    {
        _source = source;
        var head = Take(0, HeadBytes, "header");
        IsBigEndian = head is [(byte)'M', (byte)'M', ..];
        var version = head is [(byte)'I', (byte)'I', ..] or [(byte)'M', (byte)'M', ..] ? GetShort(head.AsSpan(2)) : 0;
        if (version != 42)
        {
            throw version == 43
                ? FormatError.Unsupported(source.Name, 0, "it is a BigTIFF; save it as TIFF")
                : FormatError.WrongFormat(source.Name, 0, "this is not a TIFF");
        }
        var directory = (long)GetLong(head.AsSpan(4));
        var count = GetShort(Take(directory, sizeof(ushort), "directory"));
        var entries = Take(directory + sizeof(ushort), (count * EntryBytes) + sizeof(uint), "directory");
        for (var i = 0; i < count; i++)
        {
            var entry = entries.AsSpan(i * EntryBytes, EntryBytes).ToArray();
            _entries[GetShort(entry)] = entry;
        }
        if (GetLong(entries.AsSpan(count * EntryBytes)) != 0)
        {
            throw FormatError.Unsupported(source.Name, directory, "it has several pages; one slice a file is read");
        }
    }

    public bool IsBigEndian { get; }

    public bool Has(int tag) => _entries.ContainsKey(tag);

    public long GetNumber(int tag, long? missing = null) =>
        _entries.ContainsKey(tag) && GetNumbers(tag) is [var number, ..]
            ? number
            : missing ?? throw FormatError.Corrupt(_source.Name, $"it has no tag {tag}");

    /// <summary>The numbers of a field of type SHORT or LONG.</summary>
    public long[] GetNumbers(int tag)
    {
        if (!_entries.TryGetValue(tag, out var entry))
        {
            throw FormatError.Corrupt(_source.Name, $"it has no tag {tag}");
        }
        var (type, count) = (GetShort(entry.AsSpan(2)), GetLong(entry.AsSpan(4)));
        var size = type switch
        {
            1 => 1,
            3 => 2,
            4 => 4,
            _ => throw FormatError.Corrupt(_source.Name, $"tag {tag} has type {type}, expected a number"),
        };
        if (count > MaxNumbers)
        {
            throw FormatError.TooLarge(_source.Name, $"number of values of tag {tag}", count, MaxNumbers);
        }
        var bytes =
            count * size <= sizeof(uint) ? entry.AsSpan(8).ToArray() : Take(GetLong(entry.AsSpan(8)), (int)count * size, $"tag {tag}");
        return
        [
            .. Enumerable
                .Range(0, (int)count)
                .Select(i =>
                    size switch
                    {
                        1 => bytes[i],
                        2 => GetShort(bytes.AsSpan(i * size)),
                        _ => (long)GetLong(bytes.AsSpan(i * size)),
                    }
                ),
        ];
    }

    private ushort GetShort(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private uint GetLong(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private byte[] Take(long offset, int length, string field)
    {
        if (offset > _source.Length - length)
        {
            throw FormatError.Truncated(_source.Name, offset, field, length, Math.Max(0, _source.Length - offset));
        }
        var bytes = new byte[length];
        _source.ReadExactly(offset, bytes, field);
        return bytes;
    }
}

using System.Text;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Hdf5;

/// <summary>An object of an HDF5 file: a data set, or a group (version 2 of object headers, IV.A.1.b of the specification).</summary>
internal sealed class Hdf5Object
{
    private const int PrefixBytes = 6;
    private const int TimeBytes = 16;
    private const int PhaseBytes = 4;
    private const int MaxParts = 256;
    private static readonly byte[] Signature = "OHDR"u8.ToArray();
    private static readonly byte[] PartSignature = "OCHK"u8.ToArray();
    private readonly List<Hdf5Link> _links = [];
    private readonly Queue<(long Address, long Length)> _parts = new();

    /// <summary>What the elements are; null for a group.</summary>
    public Hdf5Type? Type { get; private set; }

    /// <summary>Lengths of the axes; null for a group, and for a data set of a single value.</summary>
    public long[]? Shape { get; private set; }

    /// <summary>Where the elements lie; null for a group.</summary>
    public Hdf5Layout? Layout { get; private set; }

    /// <summary>The filters of chunks, by number, in the order in which they were applied.</summary>
    public IReadOnlyList<int> Filters { get; private set; } = [];

    /// <summary>The objects in a group.</summary>
    public IReadOnlyList<Hdf5Link> Links => _links;

    /// <summary>Reads the header at an address.</summary>
    /// <exception cref="DatasetFormatException">It is damaged, or written in a way that is not read.</exception>
    public static Hdf5Object Read(IByteSource source, long address, AllocationBudget budget)
    {
        var prefix = new byte[Math.Clamp(source.Length - address, 0, PrefixBytes + TimeBytes + PhaseBytes + sizeof(long))];
        source.ReadExactly(address, prefix, "object header");
        var fields = new Hdf5Fields(prefix, address, source.Name);
        if (!fields.Take(Signature.Length, "signature").SequenceEqual(Signature) || fields.ReadByte("version") != 2)
        {
            throw Hdf5Reader.IsOfOthers(source.Name, address, "an object header that is not of version 2");
        }
        var flags = fields.ReadByte("flags");
        fields.Take(((flags & 0x20) != 0 ? TimeBytes : 0) + ((flags & 0x10) != 0 ? PhaseBytes : 0), "times");
        var size = fields.ReadNumber(1 << (flags & 3), "size of the object header");
        var start = fields.Offset - address;
        budget.Charge(size, address);
        var bytes = Hdf5Fields.ReadChecked(source, address, start + size + Hdf5Fields.ChecksumBytes, Signature, "object header");
        var found = new Hdf5Object();
        found.ReadMessages(new Hdf5Fields(bytes.AsSpan((int)start, (int)size), address + start, source.Name), source, flags);
        for (var parts = 1; found._parts.TryDequeue(out var part); parts++)
        {
            if (parts > MaxParts)
            {
                throw FormatError.TooLarge(source.Name, part.Address, "number of parts of an object header", parts, MaxParts);
            }
            budget.Charge(part.Length, part.Address);
            var block = Hdf5Fields.ReadChecked(source, part.Address, part.Length, PartSignature, "part of an object header");
            var messages = block.AsSpan()[PartSignature.Length..^Hdf5Fields.ChecksumBytes];
            found.ReadMessages(new Hdf5Fields(messages, part.Address + PartSignature.Length, source.Name), source, flags);
        }
        return found;
    }

    private void ReadMessages(Hdf5Fields fields, IByteSource source, int flags)
    {
        while (fields.Left >= 4)
        {
            var type = fields.ReadByte("message type");
            var size = fields.ReadNumber(2, "message size");
            fields.Take((flags & 4) != 0 ? 3 : 1, "message flags");
            var offset = fields.Offset;
            ReadMessage(type, new Hdf5Fields(fields.Take(size, "message"), offset, source.Name), source, offset);
        }
    }

    private void ReadMessage(int type, Hdf5Fields message, IByteSource source, long offset)
    {
        switch (type)
        {
            case 0x01:
                Shape = ReadShape(ref message, source.Name);
                break;
            case 0x02:
                var indexBytes = (message.Take(2, "link flags")[1] & 1) != 0 ? sizeof(long) : 0;
                message.Take(indexBytes, "creation order");
                if (message.ReadAddress("heap of links") is not null)
                {
                    throw Hdf5Reader.IsOfOthers(source.Name, offset, "a group whose links are in a heap");
                }
                break;
            case 0x03:
                Type = Hdf5Type.Read(ref message);
                break;
            case 0x06:
                _links.Add(Hdf5Link.Read(ref message));
                break;
            case 0x08:
                Layout = Hdf5Layout.Read(ref message, source);
                break;
            case 0x0B:
                Filters = ReadFilters(ref message, source.Name);
                break;
            case 0x10:
                var (address, length) = (message.ReadNumber(sizeof(long), "address"), message.ReadNumber(sizeof(long), "length"));
                _parts.Enqueue(
                    length >= PartSignature.Length + Hdf5Fields.ChecksumBytes
                        ? (address, length)
                        : throw FormatError.Corrupt(source.Name, offset, $"a part of an object header of {length} bytes")
                );
                break;
        }
    }

    private static long[]? ReadShape(ref Hdf5Fields message, SourceName name)
    {
        var offset = message.Offset;
        var (version, rank) = (message.ReadByte("version of the data space"), message.ReadByte("rank"));
        message.Take(1, "flags");
        var kind = message.ReadByte("type of the data space");
        if (version != 2)
        {
            throw Hdf5Reader.IsOfOthers(name, offset, $"a data space of version {version}");
        }
        if (kind != 1)
        {
            return null;
        }
        var shape = new long[rank];
        for (var i = 0; i < rank; i++)
        {
            shape[i] = message.ReadNumber(sizeof(long), "length of an axis");
        }
        return shape;
    }

    private static List<int> ReadFilters(ref Hdf5Fields message, SourceName name)
    {
        var offset = message.Offset;
        var (version, count) = (message.ReadByte("version of the filters"), message.ReadByte("number of filters"));
        if (version != 2)
        {
            throw Hdf5Reader.IsOfOthers(name, offset, $"filters of version {version}");
        }
        var filters = new List<int>();
        for (var i = 0; i < count; i++)
        {
            var number = (int)message.ReadNumber(2, "filter");
            var nameBytes = number >= 256 ? message.ReadNumber(2, "length of a filter's name") : 0;
            message.Take(2, "flags of a filter");
            var values = message.ReadNumber(2, "number of a filter's values");
            message.Take(nameBytes + (values * sizeof(int)), "values of a filter");
            filters.Add(number);
        }
        return filters;
    }
}

/// <summary>An object in a group.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where its header lies; null for a link by name, also into other files, which is not followed.</param>
internal readonly record struct Hdf5Link(string Name, long? Address)
{
    public static Hdf5Link Read(ref Hdf5Fields message)
    {
        message.Take(1, "version of a link");
        var flags = message.ReadByte("flags of a link");
        var kind = (flags & 8) != 0 ? message.ReadByte("kind of a link") : 0;
        message.Take(((flags & 4) != 0 ? sizeof(long) : 0) + ((flags & 16) != 0 ? 1 : 0), "creation order");
        var length = message.ReadNumber(1 << (flags & 3), "length of a name");
        var name = Encoding.UTF8.GetString(message.Take(length, "name"));
        return new Hdf5Link(name, kind == 0 ? message.ReadNumber(sizeof(long), "address of an object") : null);
    }
}

using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Columns;

namespace LungSeg.Core.Formats.Hdf5;

/// <summary>Reads the index of an HDF5 file as <c>lungseg convert</c> writes it: data sets in the root group.</summary>
internal static class Hdf5Reader
{
    private const int SuperblockBytes = 48;
    private static readonly byte[] Signature = [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>Whether a file begins as HDF5 does.</summary>
    public static bool Matches(ReadOnlySpan<byte> head) => head.StartsWith(Signature);

    /// <summary>The error of a file that is written in a way of other programs.</summary>
    public static DatasetFormatException IsOfOthers(SourceName name, long? offset, string found) =>
        FormatError.Unsupported(
            name,
            offset,
            $"it has {found} as other programs write it; HDF5 of lungseg is read, save the arrays of this one with numpy.savez"
        );

    public static TableIndex Read(IByteSource source, ReadLimits limits)
    {
        var budget = new AllocationBudget(source.Name, limits, source.Length);
        var root = Hdf5Object.Read(source, ReadSuperblock(source), budget);
        if (root.Links.Count > limits.MaxColumns)
        {
            throw FormatError.TooLarge(source.Name, "number of data sets", root.Links.Count, limits.MaxColumns);
        }
        var (members, notes) = (new List<MemberColumn>(), new List<string>());
        var (rows, first) = ((long?)null, string.Empty);
        foreach (var (name, address) in root.Links)
        {
            var shown = PrintableText.Escape(name, 40);
            if (members.Any(member => member.Name == name))
            {
                throw FormatError.Corrupt(source.Name, address, $"two data sets are called {shown}");
            }
            var data = address is { } at ? Hdf5Object.Read(source, at, budget) : null;
            if (data is not { Type: { } type, Layout: { } layout, Shape: { Length: > 0 } shape })
            {
                notes.Add($"{shown} is a group, a link or a single value, and was left out");
                continue;
            }
            rows ??= shape[0];
            first = first.Length == 0 ? shown : first;
            if (shape[0] != rows)
            {
                throw FormatError.Mismatch(source.Name, address, $"number of rows of {shown}", $"{shape[0]}", $"{rows} as in {first}");
            }
            members.Add(CreateMember(name, source, data, type, layout));
        }
        var index = new TableIndex
        {
            Container = "data sets by name",
            Rows = rows ?? throw FormatError.WrongFormat(source.Name, "the file holds no data sets with rows"),
            Columns = ColumnOrder.Sort(MemberColumn.Join(members)),
            Notes = notes,
        };
        return RowBudget.Charge(index, source, limits);
    }

    private static MemberColumn CreateMember(string name, IByteSource source, Hdf5Object data, Hdf5Type type, Hdf5Layout layout)
    {
        if (layout.ChunkShape is not null)
        {
            return data is { Shape.Length: 3 } && type.DType is { } slices
                ? new MemberColumn(name, _ => Hdf5StackColumn.Create(name, source, slices, data), null)
                : throw IsOfOthers(source.Name, null, $"chunks in the data set {PrintableText.Escape(name, 40)}");
        }
        var needed = ArrayInfo.CountElements([.. data.Shape!, type.Size]);
        if (needed > layout.Length || (needed > 0 && layout.Address is null))
        {
            throw FormatError.Corrupt(
                source.Name,
                layout.Address,
                $"{PrintableText.Escape(name, 40)} of shape ({string.Join(", ", data.Shape!)}) needs {needed} bytes, it has {layout.Length}"
            );
        }
        var start = layout.Address ?? 0;
        if (type.DType is { } dtype)
        {
            var array = ArrayInfo.Contiguous(dtype, data.Shape!, fortran: false, new Payload(start, needed));
            ArrayColumns.GetRows(array, source.Name);
            return new MemberColumn(name, missing => ArrayColumns.Create(name, array, source, missing), array);
        }
        return new MemberColumn(
            name,
            _ =>
                type.IsText && data.Shape!.Length == 1
                    ? new Hdf5Texts(name, source, start)
                    : new OpaqueColumn(name, "object", CellKind.Other),
            null
        );
    }

    /// <summary>Reads the superblock (II.A of the specification).</summary>
    /// <returns>Address of the root group.</returns>
    private static long ReadSuperblock(IByteSource source)
    {
        var head = new byte[Math.Min(source.Length, Signature.Length + 3)];
        source.ReadExactly(0, head, "superblock");
        if (!Matches(head))
        {
            throw FormatError.WrongFormat(source.Name, 0, "this is not an HDF5 file");
        }
        if (head.Length > Signature.Length && head[Signature.Length] < 2)
        {
            throw IsOfOthers(source.Name, Signature.Length, $"a superblock of version {head[Signature.Length]}");
        }
        var bytes = Hdf5Fields.ReadChecked(source, 0, SuperblockBytes, Signature, "superblock");
        var fields = new Hdf5Fields(bytes, 0, source.Name);
        fields.Take(Signature.Length, "signature");
        var (version, offsets, lengths) = (fields.ReadByte("version"), fields.ReadByte("offsets"), fields.ReadByte("lengths"));
        fields.Take(1, "flags");
        if (version > 3 || offsets != sizeof(long) || lengths != sizeof(long) || fields.ReadNumber(sizeof(long), "base address") != 0)
        {
            throw IsOfOthers(source.Name, Signature.Length, $"a superblock of version {version} with offsets of {offsets} bytes");
        }
        fields.ReadAddress("extension of the superblock");
        var end = fields.ReadNumber(sizeof(long), "length of the file");
        return end <= source.Length
            ? fields.ReadNumber(sizeof(long), "address of the root group")
            : throw FormatError.Truncated(source.Name, source.Length, "the file", end, source.Length);
    }
}

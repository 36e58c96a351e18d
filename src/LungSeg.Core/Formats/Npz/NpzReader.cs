using System.Buffers.Binary;
using System.IO.Compression;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Columns;
using LungSeg.Core.Formats.Npy;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Npz;

/// <summary>
/// Reads the index of an .npz archive. Stored members are read in place; each compressed member is unpacked into a temporary file.
/// </summary>
internal static class NpzReader
{
    public const string Suffix = ".npy";

    // Of a member's name in the header before it (APPNOTE 4.3.7).
    private const int NameOffset = 30;

    /// <summary>Whether all members of an archive are arrays.</summary>
    public static bool IsNpz(ZipArchive archive) =>
        archive.Entries.Count > 0 && archive.Entries.All(entry => entry.FullName.EndsWith(Suffix, StringComparison.Ordinal));

    /// <summary>Whether the first member of an archive that is cut short is an array.</summary>
    public static bool IsCutNpz(ReadOnlySpan<byte> head) =>
        head.Length > NameOffset
        && BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) is var length
        && head[NameOffset..][..Math.Min(length, head.Length - NameOffset)].EndsWith(".npy"u8);

    public static TableIndex Read(IByteSource source, ReadLimits limits, Leniency leniency = Leniency.Strict)
    {
        if (leniency == Leniency.Strict || FindCut(source) is not { } damage || CutZip.Recover(source) is not { } cut)
        {
            return ReadMembers(source, limits, cut: null);
        }
        TableIndex index;
        try
        {
            index = ReadMembers(cut.Archive, limits, cut);
        }
        catch (DatasetFormatException e) when (e.Fault == Fault.WrongFormat)
        {
            // Nothing of it is whole.
            throw damage;
        }
        var isComplete =
            cut.IsComplete
            || leniency == Leniency.SalvageColumns
            || DatasetColumns.InOrder.All(name => index.Columns.Any(column => column.Name == name));
        long[] whole = [.. index.Columns.Select(column => isComplete ? (column as CutColumn)?.Whole ?? index.Rows : 0)];
        var columns = index.Columns.Select(column => (column as CutColumn)?.Below ?? column);
        return CutColumn.Apply(index with { Columns = [.. columns] }, whole, leniency) with { Damage = damage, StatedRows = index.Rows };
    }

    /// <summary>Why the directory cannot be read, where the file is cut short; null else.</summary>
    public static DatasetFormatException? FindCut(IByteSource source)
    {
        try
        {
            using var stream = new SourceStream(source);
            using var archive = ZipMember.OpenDirectory(stream, source.Name);
            return null;
        }
        catch (DatasetFormatException e) when (e.Fault == Fault.Truncated)
        {
            return e;
        }
    }

    private static TableIndex ReadMembers(IByteSource source, ReadLimits limits, CutZip? cut)
    {
        using var stream = new SourceStream(source);
        using var archive = ZipMember.OpenDirectory(stream, source.Name);
        if (archive.Entries.Count > limits.MaxColumns)
        {
            throw FormatError.TooLarge(source.Name, "number of members", archive.Entries.Count, limits.MaxColumns);
        }
        var members = new MemberList(source, stream, limits, cut?.Cut);
        try
        {
            foreach (var entry in archive.Entries)
            {
                members.Add(entry);
            }
            return RowBudget.Charge(members.ToTable(), source, limits, members.UnpackedBytes);
        }
        catch
        {
            members.DisposeAll();
            throw;
        }
    }

    /// <summary>Locates the members of an archive that <see cref="Read"/> has read, in the order of the file.</summary>
    /// <exception cref="DatasetFormatException">A member is compressed by another method than deflate.</exception>
    public static IReadOnlyList<NpzMember> Members(IByteSource source)
    {
        using var stream = new SourceStream(source);
        using var archive = ZipMember.OpenDirectory(stream, source.Name);
        var members = new List<NpzMember>();
        foreach (var entry in archive.Entries)
        {
            var name = source.Name with { Entry = ZipMember.GetName(entry) };
            var place = ZipMember.Locate(entry, stream, name);
            if (!place.IsStored && ZipMember.GetMethod(source, place, name) is var method and not ZipMember.Deflate)
            {
                throw FormatError.Unsupported(
                    name,
                    place.Offset,
                    $"the member is packed by method {method}, only deflate (8) is written again"
                );
            }
            members.Add(new NpzMember(entry.FullName, place, !place.IsStored, entry.Crc32, entry.Length));
        }

        return members;
    }

    /// <summary>The members read so far.</summary>
    private sealed class MemberList(IByteSource source, SourceStream stream, ReadLimits limits, string? cut)
    {
        private readonly HashSet<string> _names = [];
        private readonly List<MemberColumn> _columns = [];
        private readonly List<IDisposable> _owned = [];
        private readonly List<string> _notes = [];
        private readonly List<ZipPlace> _places = [];
        private (string Name, long Rows)? _first;

        /// <summary>Bytes that came out of packed members.</summary>
        public long UnpackedBytes { get; private set; }

        public void Add(ZipArchiveEntry entry)
        {
            var name = source.Name with { Entry = ZipMember.GetName(entry) };
            if (!entry.FullName.EndsWith(Suffix, StringComparison.Ordinal))
            {
                throw FormatError.WrongFormat(name, "a member of a .npz is not a .npy");
            }
            if (!RelativePath.StaysInside(entry.FullName))
            {
                throw FormatError.Corrupt(name, "the name of this member is not the name of an array");
            }
            var column = entry.FullName[..^Suffix.Length];
            if (!_names.Add(column))
            {
                throw FormatError.Corrupt(name, "two members have this name");
            }
            var content = Content(entry, name);
            if (entry.FullName != cut)
            {
                Add(column, content, name.Entry);
                return;
            }
            try
            {
                AddCut(column, content);
            }
            catch (DatasetFormatException e) when (e.Fault == Fault.Truncated)
            {
                // Not even its header is whole.
            }
        }

        /// <summary>Adds a stack that ends before its last slices; nothing of an array in another order is whole.</summary>
        private void AddCut(string column, IByteSource content)
        {
            var header = NpyHeader.Read(content);
            if (header is { IsFortran: true, Shape.Length: > 1 } or { Shape.Length: 0 or 2 } or { DType.Kind: 'O' })
            {
                return;
            }
            var row = ArrayInfo.CountElements(header.Shape.AsSpan(1)) * header.DType.ItemSize;
            var whole = Math.Min(header.Shape[0], row > 0 ? (content.Length - header.DataOffset) / row : 0);
            if (whole == 0)
            {
                return;
            }
            CountRows(header.Shape[0], content.Name);
            var slice = content as SliceByteSource;
            var array = NpyReader.Locate(header with { Shape = [whole, .. header.Shape[1..]] }, content, slice?.Start ?? 0);
            array = slice is null ? array.In(content) : array;
            TableColumn Create(ArrayInfo? missing) => ArrayColumns.Create(column, array, slice is null ? content : source, missing);
            _columns.Add(new(column, missing => new CutColumn(Create(missing), whole), array));
        }

        public TableIndex ToTable() =>
            _first is { } first
                ? new TableIndex
                {
                    Container = "arrays by name",
                    Rows = first.Rows,
                    Columns = [.. MemberColumn.Join(_columns)],
                    Notes = _notes,
                    Owned = _owned,
                }
                : throw FormatError.WrongFormat(source.Name, "the archive holds no arrays with rows");

        public void DisposeAll()
        {
            foreach (var owned in _owned)
            {
                owned.Dispose();
            }
        }

        private void Add(string column, IByteSource content, string member)
        {
            var header = NpyHeader.Read(content);
            if (header.Shape.Length == 0)
            {
                _notes.Add($"member {member} is a single value, no column, and was left out");
                return;
            }

            if (header.DType.Kind == 'O')
            {
                CountRows(header.Shape.Length == 1 ? header.Shape[0] : 1, content.Name);
                _columns.Add(new(column, _ => new OpaqueColumn(column, "object", CellKind.Other), null));
                _notes.Add($"member {member} holds Python objects, which were not read");
                return;
            }

            var slice = content as SliceByteSource;
            var array = NpyReader.Locate(header, content, slice?.Start ?? 0);
            CountRows(ArrayColumns.GetRows(array, content.Name), content.Name);
            if (slice is null)
            {
                array = array.In(content);
            }
            _columns.Add(new(column, missing => ArrayColumns.Create(column, array, slice is null ? content : source, missing), array));
        }

        private void CountRows(long rows, SourceName name)
        {
            if (_first is { } first && first.Rows != rows)
            {
                throw FormatError.Mismatch(name, "number of rows", $"{rows}", $"{first.Rows} as in {first.Name}");
            }
            _first ??= (name.Entry!, rows);
        }

        /// <summary>The member's bytes: a part of the file where they are stored, a temporary file where they are compressed.</summary>
        private IByteSource Content(ZipArchiveEntry entry, SourceName name)
        {
            var place = ZipMember.Locate(entry, stream, name);
            if (_places.Any(place.Overlaps))
            {
                throw FormatError.Corrupt(name, place.Offset, "the member shares bytes with another one");
            }
            _places.Add(place);
            if (place.IsStored)
            {
                return new SliceByteSource(source, place.Offset, place.Length, name);
            }

            var left = limits with { MaxUnpackedBytes = limits.MaxUnpackedBytes - UnpackedBytes };
            var (content, damage) = ZipMember.Unpack(entry, stream, name, Path.GetTempPath(), left);
            _owned.Add(content);
            UnpackedBytes += content.Length;
            return damage is null || entry.FullName == cut ? content : throw damage;
        }
    }
}

/// <summary>Where a member of an .npz lies.</summary>
/// <param name="Name">Name in the archive.</param>
/// <param name="Place">Its bytes in the file, compressed or not.</param>
/// <param name="IsDeflated">Whether the bytes are a deflate stream.</param>
/// <param name="Crc">CRC-32 of its content.</param>
/// <param name="Length">Bytes of its content.</param>
internal sealed record NpzMember(string Name, ZipPlace Place, bool IsDeflated, uint Crc, long Length)
{
    /// <summary>Name of its column.</summary>
    public string Column => Name[..^NpzReader.Suffix.Length];
}

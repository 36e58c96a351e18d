using System.IO.Compression;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Columns;
using LungSeg.Core.Formats.Npy;

namespace LungSeg.Core.Formats.Npz;

/// <summary>Reads the index of a .npz archive. Stored members are read in place; compressed ones are unpacked once, each into a temporary file.</summary>
internal static class NpzReader
{
    private const string Suffix = ".npy";

    /// <summary>Whether all members of an archive are arrays.</summary>
    public static bool IsNpz(ZipArchive archive) => archive.Entries.Count > 0 && archive.Entries.All(entry => entry.FullName.EndsWith(Suffix, StringComparison.Ordinal));

    public static TableIndex Read(IByteSource source, ReadLimits limits)
    {
        using var stream = new SourceStream(source);
        using var archive = ZipMember.OpenDirectory(stream, source.Name);
        if (archive.Entries.Count > limits.MaxColumns)
            throw FormatError.TooLarge(source.Name, 0, "number of members", archive.Entries.Count, limits.MaxColumns);
        var members = new MemberList(source, stream, limits);
        try
        {
            foreach (var entry in archive.Entries)
                members.Add(entry);
            return members.ToTable();
        }
        catch
        {
            members.DisposeAll();
            throw;
        }
    }

    /// <summary>The members read so far.</summary>
    private sealed class MemberList(IByteSource source, SourceStream stream, ReadLimits limits)
    {
        private readonly List<TableColumn> _columns = [];
        private readonly List<IDisposable> _owned = [];
        private readonly List<string> _notes = [];
        private (string Name, long Rows)? _first;

        public void Add(ZipArchiveEntry entry)
        {
            var name = source.Name with { Entry = entry.FullName };
            if (!entry.FullName.EndsWith(Suffix, StringComparison.Ordinal))
                throw FormatError.WrongFormat(name, 0, "a member of a .npz is no .npy");
            var column = entry.FullName[..^Suffix.Length];
            if (_columns.Exists(known => known.Name == column))
                throw FormatError.Corrupt(name, 0, "two members have this name");
            var (array, values) = Locate(entry, name);
            if (array.DType.Kind == 'O')
            {
                _columns.Add(new OpaqueColumn(column, "object", CellKind.Other));
                _notes.Add($"member {entry.FullName} holds Python objects, which were not read");
                return;
            }

            var rows = ArrayColumns.RowsOf(array, name);
            if (_first is { } first && first.Rows != rows)
                throw FormatError.Mismatch(name, 0, "number of rows", $"{rows}", $"{first.Rows} as in {first.Name}");
            _first ??= (entry.FullName, rows);
            _columns.Add(ArrayColumns.Create(column, array, values));
        }

        public TableIndex ToTable() => _first is { } first
            ? new TableIndex { Container = "arrays by name", Rows = first.Rows, Columns = _columns, Notes = _notes, Owned = _owned }
            : throw FormatError.WrongFormat(source.Name, 0, "the archive holds no arrays of numbers or text");

        public void DisposeAll()
        {
            foreach (var owned in _owned)
                owned.Dispose();
        }

        private (ArrayInfo Array, IByteSource Values) Locate(ZipArchiveEntry entry, SourceName name)
        {
            if (ZipMember.StoredOffset(entry, stream, name) is { } offset)
                return (NpyReader.Identify(new SliceByteSource(source, offset, entry.Length, name), offset), source);
            var (content, damage) = ZipMember.Unpack(entry, stream, (name, Path.GetTempPath(), limits));
            _owned.Add(content);
            if (damage is not null)
                throw damage;
            return (NpyReader.Identify(content).In(content), content);
        }
    }
}

using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.MetaImage;

/// <summary>One MetaImage file, such as a scan of LUNA16: one row a slice.</summary>
internal sealed class MetaImageFormat : ITableFormat
{
    /// <summary>The name in messages.</summary>
    public const string FormatName = "metaimage";

    public string Name => FormatName;

    public bool Matches(ReadOnlySpan<byte> head) => MetaFields.Matches(head);

    public TableIndex Read(IByteSource source, ReadLimits limits, Leniency leniency) =>
        Read(source, new FolderReading { Limits = limits }, leniency);

    public TableIndex Read(IByteSource source, FolderReading reading, Leniency leniency)
    {
        var folder = FolderSource.OfFile(source.Name.Path);
        var unpacked = new UnpackedFiles(folder, reading);
        var file = MetaImageFile.Open(folder, source, unpacked, leniency);
        var rows = new FolderRows([MetaImageFolderFormat.ToItem(file, null)]);
        var index = new TableIndex
        {
            Container = TableIndex.BareColumn,
            Rows = rows.Count,
            Columns = [.. rows.Columns(TableIndex.BareColumn).Where(column => column.Name != DatasetColumns.File)],
            Notes = file.Notes,
            Damage = file.Damage,
            StatedRows = file.Damage is null ? null : file.StatedSlices,
            Owned = [unpacked],
        };
        return RowBudget.Charge(index, source, reading.Limits, file.StoredBytes);
    }
}

/// <summary>A folder of MetaImage files, such as a subset of LUNA16: the slices of one file after another, in the order of names.</summary>
internal sealed class MetaImageFolderFormat : IFolderFormat
{
    public string Name => MetaImageFormat.FormatName;

    public bool Matches(FolderSource folder) => folder.Files.Any(MetaImageFile.IsName);

    public TableIndex Read(FolderSource folder, FolderReading reading)
    {
        var unpacked = new UnpackedFiles(folder, reading);
        MetaImageFile[] files = [.. folder.Files.Where(MetaImageFile.IsName).Select(file => MetaImageFile.Open(folder, file, unpacked))];
        if (files.Length == 0)
        {
            throw FormatError.WrongFormat(new SourceName(folder.Path, null, Name), "the folder holds no .mhd or .mha");
        }
        var manifest = FolderManifest.Read(folder, Name);
        var rows = new FolderRows([
            .. files.Select(file => ToItem(file, manifest.GetLabel(file.File, Path.GetFileNameWithoutExtension(file.File)))),
        ]);
        var used = files.SelectMany(file => (string[])[file.File, file.DataFile]).ToHashSet();
        var index = new TableIndex
        {
            Container = "MetaImage files",
            Rows = rows.Count,
            Columns = rows.Columns(DatasetColumns.HuOld),
            Notes =
            [
                .. files.SelectMany(file => file.Notes.Select(note => $"{file.File}: {note}")),
                .. manifest.Notes(),
                .. OtherFiles.Notes(folder, used.Contains),
            ],
            Owned = [unpacked],
        };
        var name = new MemoryByteSource(default, new SourceName(folder.Path, null, Name));
        return RowBudget.Charge(index, name, reading.Limits, files.Sum(file => file.StoredBytes));
    }

    /// <summary>The rows of one file; LUNA16 names its files after the series.</summary>
    public static FolderItem ToItem(MetaImageFile file, string? label) =>
        new(file, null, null, label)
        {
            Fields = file.SeriesUid is { } series
                ? new Dictionary<string, object?> { [DatasetColumns.SeriesUid] = series }
                : new Dictionary<string, object?>(),
        };
}

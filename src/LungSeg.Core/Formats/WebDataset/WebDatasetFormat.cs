using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Formats.Tar;

namespace LungSeg.Core.Formats.WebDataset;

/// <summary>A tar archive of WebDataset: the files of one sample stand together and have one name up to its first dot.</summary>
internal sealed class WebDatasetFormat : ITableFormat
{
    /// <summary>Name in commands and JSON.</summary>
    public const string FormatName = "webdataset";

    public string Name => FormatName;

    public bool Matches(ReadOnlySpan<byte> head) => TarReader.Matches(head);

    public TableIndex Read(IByteSource source, ReadLimits limits, Leniency leniency)
    {
        var samples = WebDatasetReader.List(source, limits);
        var archive = new WebArchive(string.Empty, () => new SliceByteSource(source, 0, source.Length, source.Name));
        FolderItem[] items = [.. samples.Select(sample => WebDatasetReader.Open(archive, source, sample, isGrey: false, limits))];
        return WebDatasetReader.CreateIndex(new FolderRows(items), HuColumnName, [], hasFiles: false);
    }

    private static string HuColumnName => Model.DatasetColumns.HuOld;
}

/// <summary>A folder of such archives.</summary>
internal sealed class WebDatasetFolderFormat : IFolderFormat
{
    private const string Suffix = ".tar";

    public string Name => WebDatasetFormat.FormatName;

    public bool Matches(FolderSource folder) => folder.Files.Any(IsArchive);

    public TableIndex Read(FolderSource folder, FolderReading reading)
    {
        var manifest = FolderManifest.Read(folder, Name, filesAreShared: true);
        var (items, notes) = (new List<FolderItem>(), new List<string>());
        foreach (var file in folder.Files.Where(IsArchive))
        {
            using var source = folder.OpenFile(file, Name);
            var archive = new WebArchive(file, () => folder.OpenFile(file, Name));
            items.AddRange(
                WebDatasetReader
                    .List(source, reading.Limits)
                    .Select(sample => WebDatasetReader.Open(archive, source, sample, manifest.IsGrey, reading.Limits))
            );
        }
        if (items.Count == 0)
        {
            throw FormatError.WrongFormat(new SourceName(folder.Path, null, Name), "no .tar with samples");
        }
        var rows = new FolderRows(ManifestOrder.Sort(items, manifest, notes));
        return WebDatasetReader.CreateIndex(rows, manifest.ImageColumn, [.. notes, .. OtherFiles.Notes(folder, IsArchive)], hasFiles: true);
    }

    private static bool IsArchive(string file) => file.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);
}

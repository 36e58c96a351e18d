using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Folders;

/// <summary>
/// A folder of images and masks, a file each. Rows are in the order of <c>manifest.json</c>, where the folder has one, else of the names.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="format">The format, for messages.</param>
/// <param name="isFile">Whether a file is one of the format.</param>
internal sealed class PairedFolder(FolderSource folder, string format, Func<string, bool> isFile)
{
    private readonly List<string> _notes = [];

    /// <summary>What the folder's manifest says.</summary>
    public FolderManifest Manifest { get; } = FolderManifest.Read(folder, format);

    /// <summary>Name of the column of the images.</summary>
    public string ImageColumn => Manifest.ImageColumn;

    /// <summary>Notes on files that are left out, and on what the manifest says otherwise.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Opens all pairs.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="openImage">Opens an image.</param>
    /// <param name="openMask">Opens a mask.</param>
    /// <param name="join">Joins an image with its mask by their places.</param>
    public FolderRows Read(
        IReadOnlyList<FilePair> pairs,
        Func<string, ISliceFile> openImage,
        Func<string, ISliceFile> openMask,
        Func<FolderItem, FolderItem> join
    )
    {
        var used = pairs.SelectMany(pair => (string?[])[pair.Image, pair.Mask]).ToHashSet();
        if (folder.Files.Count(file => isFile(file) && !used.Contains(file)) is > 0 and var others)
        {
            _notes.Add($"{others} {format.ToUpperInvariant()} files are no image, or the mask of none, and were left out");
        }
        var table = RowFields.Read(folder, format);
        var items = new List<FolderItem>();
        foreach (var pair in pairs)
        {
            var stem = FilePairs.GetStem(pair.Image);
            var item = new FolderItem(
                openImage(pair.Image),
                pair.Mask is { } mask ? openMask(mask) : null,
                pair.Part,
                Manifest.GetLabel(pair.Image, stem)
            )
            {
                Fields = table.Find(stem),
            };
            items.Add(join(item));
        }
        var rows = new FolderRows(ManifestOrder.Sort(items, Manifest, _notes));
        _notes.AddRange(Manifest.Notes());
        _notes.AddRange(OtherFiles.Notes(folder, file => isFile(file) || used.Contains(file)));
        return rows;
    }
}

/// <summary>Puts rows in the order of the manifest, so that a row keeps the number that it had in the input.</summary>
internal static class ManifestOrder
{
    /// <summary>Sorts items. Of a file that holds several rows the nth item is the nth row that names it.</summary>
    /// <param name="items">The items, those of one file in their order in it.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="notes">Receives what the manifest says otherwise.</param>
    public static IReadOnlyList<FolderItem> Sort(IReadOnlyList<FolderItem> items, FolderManifest manifest, List<string> notes)
    {
        if (manifest.Rows.Count == 0)
        {
            return items;
        }
        var places = manifest
            .Rows.SelectMany((row, number) => row.Files.Distinct().Select(file => (File: file, Number: number)))
            .GroupBy(place => place.File)
            .ToDictionary(places => places.Key, places => new Queue<int>(places.Select(place => place.Number)));
        var sorted = new SortedDictionary<int, FolderItem>();
        var others = new List<FolderItem>();
        foreach (var item in items)
        {
            if (
                !places.TryGetValue(item.Image.File, out var numbers)
                || !numbers.TryDequeue(out var number)
                || !sorted.TryAdd(number, Fill(item, manifest.Rows[number]))
            )
            {
                others.Add(item);
            }
        }
        if (others.Count > 0)
        {
            notes.Add(
                string.Create(CultureInfo.InvariantCulture, $"manifest.json does not name {others.Count} of the images; they come last")
            );
        }
        if (manifest.Rows.Count - sorted.Count is > 0 and var gone)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{gone} rows of manifest.json have no image in the folder"));
        }
        return [.. sorted.Values, .. others];
    }

    private static FolderItem Fill(FolderItem item, ManifestRow row) =>
        item with
        {
            Label = item.Label ?? row.Label,
            Part = item.Part ?? row.Part,
        };
}

using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Png;

/// <summary>Reads the index of a folder of PNG pairs: one row for each image, in the order of names.</summary>
internal static class PngFolderReader
{
    public static TableIndex Read(FolderSource folder)
    {
        var pairs = PngPairs.Find(folder);
        if (pairs.Count == 0)
        {
            throw FormatError.WrongFormat(new SourceName(folder.Path, null, PngFormat.FormatName), "the folder holds no PNG images");
        }
        var manifest = FolderManifest.Read(folder, PngFormat.FormatName);
        var notes = new List<string>();
        if (manifest.HuOffset is null)
        {
            notes.Add("image values are those stored in the PNG: no manifest.json says how to make HU of them");
        }
        var used = pairs.SelectMany(pair => (string?[])[pair.Image, pair.Mask]).ToHashSet();
        var others = folder.Files.Count(file => PngFile.IsName(file) && !used.Contains(file));
        if (others > 0)
        {
            notes.Add($"{others} PNG files are no image, or the mask of none, and were left out");
        }
        var rows = new FolderRows([.. pairs.Select(pair => Open(folder, pair, manifest))]);
        notes.AddRange(manifest.Notes());
        notes.AddRange(OtherFiles.Notes(folder, PngFile.IsName));
        return new TableIndex
        {
            Container = "PNG images and masks",
            Rows = rows.Count,
            Columns = rows.Columns(HuColumns.Name(manifest.Image ?? HuColumn.HuOld)),
            Notes = notes,
        };
    }

    private static FolderItem Open(FolderSource folder, PngPair pair, FolderManifest manifest)
    {
        var image = PngFile.Open(folder, pair.Image, new PngReading(HuOffset: manifest.HuOffset));
        var mask = pair.Mask is null ? null : PngFile.Open(folder, pair.Mask, PngReading.Mask);
        return new FolderItem(image, mask, pair.Part, manifest.GetLabel(pair.Image, Path.GetFileNameWithoutExtension(pair.Image)));
    }
}

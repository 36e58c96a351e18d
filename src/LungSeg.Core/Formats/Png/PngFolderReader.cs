using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Png;

/// <summary>Reads the index of a folder of pairs of pictures: one row for each image, in the order of names.</summary>
internal static class PngFolderReader
{
    public static TableIndex Read(FolderSource folder, ReadLimits limits)
    {
        var pairs = PngPairs.Find(folder);
        if (pairs.Count == 0)
        {
            throw FormatError.WrongFormat(
                new SourceName(folder.Path, null, PngFormat.FormatName),
                "the folder holds no PNG or JPEG images"
            );
        }
        var manifest = FolderManifest.Read(folder, PngFormat.FormatName);
        var notes = new List<string>();
        if (manifest.HuOffset is null)
        {
            notes.Add("image values are those stored in the pictures, not HU: no manifest.json with a hu_offset says how to make them");
        }
        var used = pairs.SelectMany(pair => (string?[])[pair.Image, pair.Mask]).ToHashSet();
        var others = folder.Files.Count(file => PictureFile.IsPng(file) && !used.Contains(file));
        if (others > 0)
        {
            notes.Add($"{others} PNG files are no image, or the mask of none, and were left out");
        }
        var rows = new FolderRows([.. pairs.Select(pair => Open(folder, pair, manifest, limits))]);
        notes.AddRange(manifest.Notes());
        notes.AddRange(OtherFiles.Notes(folder, file => PictureFile.IsPng(file) || used.Contains(file)));
        return new TableIndex
        {
            Container = "PNG images and masks",
            Rows = rows.Count,
            Columns = rows.Columns(HuColumns.Name(manifest.Image ?? HuColumn.HuOld)),
            HoldsHu = rows.HoldsHu,
            Warnings = [.. Warn(pairs)],
            Notes = notes,
        };
    }

    private static IEnumerable<RequestNote> Warn(IReadOnlyList<PngPair> pairs)
    {
        if (pairs.Count(pair => PictureFile.IsJpeg(pair.Image)) is > 0 and var lossy)
        {
            yield return new($"{lossy} of {pairs.Count} images are JPEG: HU are lost, and grey values are only near what was compressed");
        }
    }

    private static FolderItem Open(FolderSource folder, PngPair pair, FolderManifest manifest, ReadLimits limits)
    {
        var image = PictureFile.Open(folder, pair.Image, new PictureReading(limits, HuOffset: manifest.HuOffset));
        var mask = pair.Mask is null ? null : PictureFile.Open(folder, pair.Mask, new PictureReading(limits, PictureContent.Mask));
        return new FolderItem(image, mask, pair.Part, manifest.GetLabel(pair.Image, Path.GetFileNameWithoutExtension(pair.Image)));
    }
}

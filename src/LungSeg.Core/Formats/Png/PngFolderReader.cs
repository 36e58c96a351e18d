using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Folders;

namespace LungSeg.Core.Formats.Png;

/// <summary>Reads the index of a folder of pairs of pictures: one row for each image, in the order of names.</summary>
internal static class PngFolderReader
{
    /// <summary>The pairs of pictures of a folder.</summary>
    public static IReadOnlyList<FilePair> FindPairs(FolderSource folder) => FilePairs.Find(folder, PictureFile.IsPng, PictureFile.IsJpeg);

    public static TableIndex Read(FolderSource folder, ReadLimits limits)
    {
        var pairs = FindPairs(folder);
        if (pairs.Count == 0)
        {
            throw FormatError.WrongFormat(
                new SourceName(folder.Path, null, PngFormat.FormatName),
                "the folder holds no PNG or JPEG images"
            );
        }
        var set = new PairedFolder(folder, PngFormat.FormatName, PictureFile.IsPng);
        var notes = new List<string>();
        if (set.Manifest.HuOffset is null)
        {
            notes.Add("image values are those stored in the pictures, not HU: no manifest.json with a hu_offset says how to make them");
        }
        var rows = set.Read(
            pairs,
            image => PictureFile.Open(folder, image, new PictureReading(limits, HuOffset: set.Manifest.HuOffset)),
            mask => PictureFile.Open(folder, mask, new PictureReading(limits, PictureContent.Mask)),
            item => item
        );
        return new TableIndex
        {
            Container = "PNG images and masks",
            Rows = rows.Count,
            Columns = rows.Columns(set.ImageColumn),
            HoldsHu = rows.HoldsHu,
            Warnings = [.. Warn(pairs)],
            Notes = [.. notes, .. set.Notes],
        };
    }

    private static IEnumerable<RequestNote> Warn(IReadOnlyList<FilePair> pairs)
    {
        if (pairs.Count(pair => PictureFile.IsJpeg(pair.Image)) is > 0 and var lossy)
        {
            yield return new($"{lossy} of {pairs.Count} images are JPEG: HU are lost, and grey values are only near what was compressed");
        }
    }
}

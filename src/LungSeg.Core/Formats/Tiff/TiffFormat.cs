using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Folders;

namespace LungSeg.Core.Formats.Tiff;

/// <summary>TIFF images with masks of the same name: <c>images/NAME.tif</c> and <c>masks/NAME.tif</c>, or <c>NAME_mask.tif</c>.</summary>
internal sealed class TiffFormat : IFolderFormat
{
    /// <summary>The name in messages.</summary>
    public const string FormatName = "tiff";

    public string Name => FormatName;

    public bool Matches(FolderSource folder) => FilePairs.Find(folder, TiffFile.IsName).Any(pair => pair.Mask is not null);

    public TableIndex Read(FolderSource folder, FolderReading reading)
    {
        var pairs = FilePairs.Find(folder, TiffFile.IsName);
        if (pairs.Count == 0)
        {
            throw FormatError.WrongFormat(new SourceName(folder.Path, null, Name), "the folder holds no TIFF images");
        }
        var set = new PairedFolder(folder, Name, TiffFile.IsName);
        var use = set.Manifest.IsGrey ? TiffUse.Grey : TiffUse.Hu;
        var rows = set.Read(
            pairs,
            image => TiffFile.Open(folder, image, reading.Limits, use),
            mask => TiffFile.Open(folder, mask, reading.Limits, TiffUse.Mask),
            item => item
        );
        return new TableIndex
        {
            Container = "TIFF images and masks",
            Rows = rows.Count,
            Columns = rows.Columns(set.ImageColumn),
            HoldsHu = rows.HoldsHu,
            Notes = rows.HoldsHu
                ? set.Notes
                : ["image values are grey values as they are stored, not HU: HU have a sign, or a floating point", .. set.Notes],
        };
    }
}

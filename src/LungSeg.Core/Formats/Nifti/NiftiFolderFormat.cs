using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Folders;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>NIfTI images with masks of their names: <c>images/NAME.nii</c> and <c>masks/NAME.nii</c>, or <c>NAME_mask.nii</c>.</summary>
internal sealed class NiftiFolderFormat : IFolderFormat
{
    public string Name => NiftiFormat.FormatName;

    public bool Matches(FolderSource folder) => FilePairs.Find(folder, NiftiFile.IsName).Any(pair => pair.Mask is not null);

    public TableIndex Read(FolderSource folder, FolderReading reading)
    {
        var pairs = FilePairs.Find(folder, NiftiFile.IsName);
        if (pairs.Count == 0)
        {
            throw FormatError.WrongFormat(new SourceName(folder.Path, null, Name), "the folder holds no NIfTI images");
        }
        var unpacked = new UnpackedFiles(folder, reading);
        try
        {
            return Read(folder, reading, pairs, unpacked) with { Owned = [unpacked] };
        }
        catch
        {
            unpacked.Dispose();
            throw;
        }
    }

    private TableIndex Read(FolderSource folder, FolderReading reading, IReadOnlyList<FilePair> pairs, UnpackedFiles unpacked)
    {
        var set = new PairedFolder(folder, Name, NiftiFile.IsName);
        var places = new LabelPlaces(folder, reading.Masks);
        ISliceFile Open(string file) => NiftiFile.Open(folder, file, unpacked);
        var rows = set.Read(pairs, Open, Open, item => places.Join(item, Name));
        return new TableIndex
        {
            Container = "NIfTI images and masks",
            Rows = rows.Count,
            Columns = rows.Columns(set.ImageColumn),
            HoldsHu = rows.HoldsHu,
            MaskFaults = rows.GetMaskFault,
            Warnings = [.. places.Warnings()],
            Notes = [.. places.Notes(), .. set.Notes],
        };
    }
}

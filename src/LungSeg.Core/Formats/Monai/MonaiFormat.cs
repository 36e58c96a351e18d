using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Formats.Folders;

namespace LungSeg.Core.Formats.Monai;

/// <summary>
/// A folder with a datalist of MONAI, <c>dataset.json</c>, which names images and labels; the Medical Segmentation Decathlon has the same.
/// </summary>
internal sealed class MonaiFormat : IFolderFormat
{
    /// <summary>The name in messages.</summary>
    public const string FormatName = "monai";

    public string Name => FormatName;

    /// <inheritdoc/>
    /// <remarks>nnU-Net's first version lists its cases as well, under names that its files do not have.</remarks>
    public bool Matches(FolderSource folder)
    {
        if (!folder.Files.Contains(MonaiDatalist.FileName))
        {
            return false;
        }
        try
        {
            using var json = FolderJson.Read(folder, MonaiDatalist.FileName, FormatName);
            return MonaiDatalist.Read(json.RootElement, folder.GetName(MonaiDatalist.FileName, FormatName)).FirstOrDefault()
                    is { Case: { } first }
                && folder.Files.Contains(first.Image);
        }
        catch (DatasetFormatException)
        {
            // A damaged dataset.json is named by the format that finds its own files beside it.
            return false;
        }
    }

    public TableIndex Read(FolderSource folder, FolderReading reading)
    {
        var unpacked = new UnpackedFiles(folder, reading);
        return new MonaiReader(folder, unpacked, reading).Read() with { Owned = [unpacked] };
    }
}

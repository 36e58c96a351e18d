using LungSeg.Core.Datasets;
using LungSeg.Core.Imaging;

namespace LungSeg.Core.Grouping;

/// <summary>A row as a tile of a contact sheet.</summary>
public static class RowPicture
{
    /// <summary>The slice in the lung window, with the lesion to be outlined and no caption.</summary>
    /// <exception cref="Bytes.DatasetFormatException">
    /// The row has no hu_array_old, or its file has changed since it was indexed.
    /// </exception>
    public static ContactSheetTile Draw(DatasetRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var size = SliceShape.GetHuOldSize(row);
        using var sample = row.Load();
        var picture = SlicePicture.RenderWithoutOutline(
            new SliceLayers
            {
                Height = size.Height,
                Width = size.Width,
                Hu = sample.ReadValues(row.HuOld!),
            },
            HuWindow.Lung
        );
        return new ContactSheetTile(picture, string.Empty) { Mask = Lesion.ReadMask(sample, row.HuOld!) };
    }
}

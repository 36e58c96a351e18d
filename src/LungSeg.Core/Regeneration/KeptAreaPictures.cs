using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;
using LungSeg.Thresholding;

namespace LungSeg.Core.Regeneration;

/// <summary>Pictures of the area that a stored hu_array keeps, and of how it differs from the lungs of the refined method.</summary>
/// <param name="Slice">The slice in the lung window, the lesion outlined.</param>
/// <param name="Stored">The same with dropped pixels as air.</param>
/// <param name="Difference">The slice with lost pixels in red and gained pixels in green.</param>
/// <param name="Lost">Pixels of the lungs that are dropped.</param>
/// <param name="Gained">Pixels outside the lungs that are kept and not 0.</param>
public sealed record KeptAreaPictures(ContactSheetTile Slice, ContactSheetTile Stored, ContactSheetTile Difference, int Lost, int Gained)
{
    private const double DroppedHu = -1024;
    private const int TintPercent = 60;

    /// <summary>Draws a row.</summary>
    /// <param name="row">Row with both HU arrays.</param>
    /// <exception cref="Core.Bytes.DatasetFormatException">The row lacks one of the arrays.</exception>
    public static KeptAreaPictures Draw(DatasetRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var size = SliceShape.GetSize(row, needsHu: true);
        using var sample = row.Load();
        var hu = sample.ReadValues(row.Hu!);
        var huOld = sample.ReadValues(row.HuOld!);
        var lesion = Lesion.ReadMask(sample, row.Hu!);

        var lung = new byte[hu.Length];
        ChestAreas.Find(huOld, size.Height, size.Width).WriteMask(lung);
        LargeMemory.Release(huOld.Length * sizeof(double));
        var stored = new double[hu.Length];
        var (lost, gained) = (new byte[hu.Length], new byte[hu.Length]);
        for (var i = 0; i < stored.Length; i++)
        {
            stored[i] = hu[i] == 0 ? DroppedHu : hu[i];
            lost[i] = lung[i] != 0 && hu[i] == 0 && huOld[i] != 0 ? (byte)1 : (byte)0;
            gained[i] = lung[i] == 0 && hu[i] != 0 ? (byte)1 : (byte)0;
        }

        var difference = Render(huOld, size);
        MaskDrawing.Tint(difference, lost, RgbColor.Lost, TintPercent);
        MaskDrawing.Tint(difference, gained, RgbColor.Gained, TintPercent);
        return new KeptAreaPictures(
            new ContactSheetTile(Render(huOld, size), string.Empty) { Mask = lesion },
            new ContactSheetTile(Render(stored, size), string.Empty) { Mask = lesion },
            new ContactSheetTile(difference, string.Empty) { Mask = lesion, Outline = RgbColor.OutlineOverDifference },
            lost.AsSpan().Count((byte)1),
            gained.AsSpan().Count((byte)1)
        );
    }

    private static RgbImage Render(ReadOnlySpan<double> hu, SliceSize size) =>
        SlicePicture.RenderWithoutOutline(
            new SliceLayers
            {
                Height = size.Height,
                Width = size.Width,
                Hu = hu,
            },
            HuWindow.Lung
        );
}

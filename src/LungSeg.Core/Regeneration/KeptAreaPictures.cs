using LungSeg.Core.Datasets;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;
using LungSeg.Thresholding;

namespace LungSeg.Core.Regeneration;

/// <summary>Pictures of the area that a stored hu_array keeps, beside the area that a method keeps.</summary>
public static class KeptAreaPictures
{
    private const double DroppedHu = -1024;

    /// <summary>
    /// Three tiles in the lung window: the slice, the stored area and the area of a method. Dropped pixels are air; the lesion is outlined.
    /// </summary>
    /// <param name="row">Row with both HU arrays.</param>
    /// <param name="method">Name of the method.</param>
    /// <exception cref="Core.Bytes.DatasetFormatException">The row lacks one of the arrays.</exception>
    public static IReadOnlyList<ContactSheetTile> Draw(DatasetRow row, string method)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (!LungMaskers.TryGet(method, out var masker))
        {
            throw new ArgumentException($"method '{method}' is not known", nameof(method));
        }
        var size = SliceShape.GetSize(row, needsHu: true);
        using var sample = row.Load();
        var hu = sample.ReadValues(row.Hu!);
        var huOld = sample.ReadValues(row.HuOld!);
        var lesion = Lesion.ReadMask(sample, row.Hu!);

        var stored = new double[hu.Length];
        for (var i = 0; i < stored.Length; i++)
        {
            stored[i] = hu[i] == 0 ? DroppedHu : hu[i];
        }
        var lung = new byte[hu.Length];
        var made = huOld.ToArray();
        if (ThresholdOutcomes.HasMask(masker.Compute(huOld, size.Height, size.Width, lung)))
        {
            for (var i = 0; i < made.Length; i++)
            {
                made[i] = lung[i] == 0 ? DroppedHu : made[i];
            }
        }

        return [Picture(huOld, lesion, size), Picture(stored, lesion, size), Picture(made, lesion, size)];
    }

    private static ContactSheetTile Picture(ReadOnlySpan<double> hu, byte[] lesion, SliceSize size)
    {
        var picture = SlicePicture.RenderWithoutOutline(
            new SliceLayers
            {
                Height = size.Height,
                Width = size.Width,
                Hu = hu,
            },
            HuWindow.Lung
        );
        return new ContactSheetTile(picture, string.Empty) { Mask = lesion };
    }
}

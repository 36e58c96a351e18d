using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Slices;

/// <summary>Reads the image and mask of a row, and cuts and scales them as asked for.</summary>
internal sealed class SliceLoader(HuColumn image, SliceResizer resizer, bool fillsDropped)
{
    private const int MaxPixels = 1 << 27;

    /// <summary>Whether images are equalised, see <see cref="ConversionOptions.IsEqualized"/>.</summary>
    public bool IsEqualized { get; init; }

    /// <summary>Cuts and scales the slices.</summary>
    public SliceResizer Resizer => resizer;

    /// <summary>Gets and checks the array of a row's image.</summary>
    /// <exception cref="DatasetFormatException">The row has no such array, it is not a slice, or the mask's shape differs.</exception>
    public ArrayInfo GetImage(DatasetRow row)
    {
        var source = row.Input.Source.Name;
        var column = HuColumns.Name(image);
        if ((image == HuColumn.Hu ? row.Hu : row.HuOld) is not { } array)
        {
            throw FormatError.Unsupported(
                source,
                $"row {row.Name} has no {column}",
                new RequestHint(RequestParameter.Image, HuColumns.Name(image == HuColumn.Hu ? HuColumn.HuOld : HuColumn.Hu))
            );
        }

        if (array.Shape is not [> 0, > 0] || array.Count > MaxPixels)
        {
            throw FormatError.Unsupported(
                source,
                $"{column} of row {row.Name} has shape ({string.Join(", ", array.Shape)}), expected a slice [row, col]"
            );
        }

        if (row.Mask is { } mask && !mask.Shape.SequenceEqual(array.Shape))
        {
            throw FormatError.Mismatch(
                source,
                $"shape of {DatasetColumns.Mask} in row {row.Name}",
                $"({string.Join(", ", mask.Shape)})",
                $"({string.Join(", ", array.Shape)}) as {column}"
            );
        }

        return array;
    }

    /// <summary>Whether an image holds grey values: lung is at about -850 HU, which uint8 cannot hold.</summary>
    public static bool IsGrey(ArrayInfo array) => array.DType is { Kind: 'u', ItemSize: 1 };

    /// <summary>Size of a row's slice as it is written.</summary>
    /// <exception cref="DatasetFormatException">The row's arrays are not those of a slice.</exception>
    public SliceSize GetSize(DatasetRow row) => resizer.GetSize(StoredSize(GetImage(row)));

    /// <summary>Reads a row.</summary>
    /// <exception cref="DatasetFormatException">The row's arrays are not those of a slice, or the file has changed since it was
    /// indexed.</exception>
    public ExportSlice Load(ExportRow row)
    {
        var array = GetImage(row.Row);
        var size = StoredSize(array);
        using var sample = row.Row.Load();
        var hu = sample.ReadValues(array);
        var isFilled = fillsDropped && !IsEqualized && image == HuColumn.Hu;
        ReadOnlySpan<byte> mask = row.Row.Mask is null ? new byte[hu.Length] : Lesion.RequireMask(sample, array);
        var slice = new ExportSlice(row, resizer.GetSize(size))
        {
            Frame = resizer.GetFrame(mask, size),
            Source = size,
            IsGrey = IsGrey(array),
            Key = image == HuColumn.HuOld || isFilled ? ContentKey.Compute(sample) : null,
            Rounded = FindRounded(sample, array, isKept: resizer.IsIdentity && !isFilled && !IsEqualized),
        };
        if (isFilled)
        {
            hu = Filled(sample, hu);
        }

        if (IsEqualized)
        {
            hu = Equalize(row.Row, hu, size);
        }

        Fit(hu, mask, size, slice);
        slice.Seal();
        return slice;
    }

    private static SliceSize StoredSize(ArrayInfo array) => new((int)array.Shape[0], (int)array.Shape[1]);

    private void Fit(ReadOnlySpan<double> hu, ReadOnlySpan<byte> mask, SliceSize size, ExportSlice slice)
    {
        if (resizer.IsIdentity)
        {
            hu.CopyTo(slice.Hu);
            mask.CopyTo(slice.Mask);
            return;
        }

        resizer.Fit(hu, size, slice.Frame, slice.Hu);
        slice.LostLesions = resizer.Fit(mask, size, slice.Frame, slice.Mask);
    }

    private double[] Equalize(DatasetRow row, ReadOnlySpan<double> hu, SliceSize size)
    {
        for (var i = 0; i < hu.Length; i++)
        {
            if (!double.IsFinite(hu[i]))
            {
                throw FormatError.Unsupported(
                    row.Input.Source.Name,
                    $"{HuColumns.Name(image)} of row {row.Name} has no finite number at row {i / size.Width}, "
                        + $"column {i % size.Width}, so that "
                        + "it has no minimum and maximum to be scaled by"
                );
            }
        }

        return AdaptiveEqualization.Apply(hu, size.Height, size.Width);
    }

    /// <summary>Looks for HU that float64 does not hold, and keeps the pixels where the slice shows them as they are.</summary>
    private static RoundedHu? FindRounded(CtSample sample, ArrayInfo array, bool isKept)
    {
        if (array.DType is not { Kind: 'i' or 'u', ItemSize: 8 })
        {
            return null;
        }

        var raw = sample.ReadBytes(array);
        return RoundedHu.Find(raw, array.DType) is { } rounded ? rounded with { Raw = isKept ? raw.ToArray() : null } : null;
    }

    /// <summary>Returns hu_array with air in its dropped pixels. Their 0 HU would be water, which a window shows as grey.</summary>
    private static double[] Filled(CtSample sample, ReadOnlySpan<double> hu)
    {
        var filled = hu.ToArray();
        var old = sample.Row.HuOld is { } array && array.Count == hu.Length ? sample.ReadValues(array) : default;
        for (var i = 0; i < filled.Length; i++)
        {
            if (filled[i] == 0 && (old.IsEmpty || old[i] != 0))
            {
                filled[i] = SliceResizer.OutsideHu;
            }
        }

        return filled;
    }
}

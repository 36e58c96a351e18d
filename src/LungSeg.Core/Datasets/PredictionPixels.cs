using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>Reads the pixels of a predicted mask.</summary>
internal static class PredictionPixels
{
    /// <summary>Reads a prediction.</summary>
    /// <param name="found">The row that holds it as its mask.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="crop">How the slice that it was made on was cut and scaled; null where it was not.</param>
    /// <param name="shape">Shape of the truth, [row, col].</param>
    /// <param name="mask">Receives 0 and 1, [row, col].</param>
    /// <param name="scores">Receives the probabilities; empty where they are not needed.</param>
    /// <exception cref="DatasetFormatException">Its size differs, or a value is no mask and no probability.</exception>
    public static void Read(
        DatasetRow found,
        PredictionOptions options,
        RowCrop? crop,
        IReadOnlyList<long> shape,
        Span<byte> mask,
        Span<double> scores
    )
    {
        var array = found.Mask!;
        using var sample = found.Load();
        if (crop is null && scores.IsEmpty && array.DType is { ItemSize: 1, IsNumeric: true } && array.Shape.SequenceEqual(shape))
        {
            // Almost all predictions are such bytes; those that hold other values are looked at one by one.
            sample.ReadBytes(array).CopyTo(mask);
            if (!mask.ContainsAnyExceptInRange((byte)0, (byte)1))
            {
                return;
            }
        }
        var size = new SliceSize((int)shape[0], (int)shape[1]);
        crop ??= new RowCrop(size, 0, 0, size, size);
        RefuseSize(found, array, options, crop, size);
        var values = sample.ReadValues(array);
        var isPicture = array.Decoder is not null && array.DType.ItemSize == 1;
        var (height, width) = ((int)array.Shape[0], (int)array.Shape[1]);
        for (var at = 0; at < values.Length; at++)
        {
            // Pixels that no pixel of the row takes are looked at as well.
            if (!IsValue(GetScore(values[at], isPicture), options))
            {
                throw Refuse(found, options, values[at], at / width, at % width);
            }
        }
        for (var r = 0; r < size.Height; r++)
        {
            for (var c = 0; c < size.Width; c++)
            {
                var (row, column) = (r - crop.Top, c - crop.Left);
                var isCovered = (uint)row < (uint)crop.Part.Height && (uint)column < (uint)crop.Part.Width;
                var score = isCovered
                    ? GetScore(
                        values[(Nearest(row, crop.Part.Height, height) * width) + Nearest(column, crop.Part.Width, width)],
                        isPicture
                    )
                    : 0;
                mask[(r * size.Width) + c] = score >= (options.Probability ?? 1) ? (byte)1 : (byte)0;
                if (!scores.IsEmpty)
                {
                    scores[(r * size.Width) + c] = score;
                }
            }
        }
    }

    private static double GetScore(double value, bool isPicture) => isPicture && value == byte.MaxValue ? 1 : value;

    private static bool IsValue(double score, PredictionOptions options) =>
        options.Probability is null ? score is 0 or 1 : score is >= 0 and <= 1;

    private static void RefuseSize(DatasetRow found, ArrayInfo array, PredictionOptions options, RowCrop crop, SliceSize size)
    {
        if (crop.Source != size)
        {
            throw FormatError.Unsupported(
                found.Input.Source.Name,
                $"{found.Name} was converted from {crop.Source.Height} x {crop.Source.Width} px, its row has {size.Height} x {size.Width}"
            );
        }
        if (!array.Shape.SequenceEqual([crop.Size.Height, crop.Size.Width]) && !options.TakesNearest)
        {
            throw FormatError.Unsupported(
                found.Input.Source.Name,
                $"the prediction {found.Name} is {string.Join(" x ", array.Shape)} px, expected {crop.Size.Height} x {crop.Size.Width}",
                new RequestHint(RequestParameter.PredictionResize, "nearest")
            );
        }
    }

    // The stored pixel whose centre is nearest to that of a pixel of the row.
    private static int Nearest(int at, int length, int stored) => length == stored ? at : (int)(((2L * at) + 1) * stored / (2L * length));

    private static DatasetFormatException Refuse(DatasetRow found, PredictionOptions options, double value, int row, int column)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var place = string.Create(CultureInfo.InvariantCulture, $"{found.Name}, row {row}, column {column}");
        return options.Probability is not null
            ? FormatError.Unsupported(found.Input.Source.Name, $"{place}: found {text}, expected a probability from 0 to 1")
            : FormatError.Unsupported(
                found.Input.Source.Name,
                $"{place}: found {text}, expected a mask of 0 and 1",
                new RequestHint(RequestParameter.Probability, "0.5")
            );
    }
}

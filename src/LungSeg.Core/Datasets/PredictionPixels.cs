using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Datasets;

/// <summary>Reads the pixels of a predicted mask.</summary>
internal static class PredictionPixels
{
    /// <summary>Reads a prediction.</summary>
    /// <param name="found">The row that holds it as its mask.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="shape">Shape of the truth, [row, col].</param>
    /// <param name="mask">Receives 0 and 1, [row, col].</param>
    /// <param name="scores">Receives the probabilities; empty where they are not needed.</param>
    /// <exception cref="DatasetFormatException">Its size differs, or a value is no mask and no probability.</exception>
    public static void Read(DatasetRow found, PredictionOptions options, IReadOnlyList<long> shape, Span<byte> mask, Span<double> scores)
    {
        var array = found.Mask!;
        using var sample = found.Load();
        if (scores.IsEmpty && array.DType is { ItemSize: 1, IsNumeric: true } && array.Shape.SequenceEqual(shape))
        {
            // Almost all predictions are such bytes; those that hold other values are looked at one by one.
            sample.ReadBytes(array).CopyTo(mask);
            if (!mask.ContainsAnyExceptInRange((byte)0, (byte)1))
            {
                return;
            }
        }
        var values = sample.ReadValues(array);
        var isPicture = array.Decoder is not null && array.DType.ItemSize == 1;
        var (height, width) = ((int)shape[0], (int)shape[1]);
        if (!array.Shape.SequenceEqual(shape) && (!options.TakesNearest || array.Shape.Count != 2))
        {
            throw FormatError.Unsupported(
                found.Input.Source.Name,
                $"the prediction {found.Name} is {string.Join(" x ", array.Shape)} px, its row {height} x {width}",
                new RequestHint(RequestParameter.PredictionResize, "nearest")
            );
        }
        var (fromHeight, fromWidth) = ((int)array.Shape[0], (int)array.Shape[1]);
        for (var r = 0; r < height; r++)
        {
            var line = values.Slice(Nearest(r, height, fromHeight) * fromWidth, fromWidth);
            for (var c = 0; c < width; c++)
            {
                var value = line[Nearest(c, width, fromWidth)];
                var score = isPicture && value == byte.MaxValue ? 1 : value;
                if (!(options.Probability is not null ? score is >= 0 and <= 1 : score is 0 or 1))
                {
                    throw Refuse(found, options, value, r, c);
                }
                mask[(r * width) + c] = score >= (options.Probability ?? 1) ? (byte)1 : (byte)0;
                if (!scores.IsEmpty)
                {
                    scores[(r * width) + c] = score;
                }
            }
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

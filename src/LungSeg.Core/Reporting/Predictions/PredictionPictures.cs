using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Imaging;

namespace LungSeg.Core.Reporting.Predictions;

/// <summary>JPEG pictures of a row and what models predict in it.</summary>
/// <param name="Slice">The slice in the lung window, with the truth outlined.</param>
/// <param name="Truth">The surroundings of the lesion, with the truth outlined; null where no mask has a pixel.</param>
/// <param name="Predicted">
/// The same for each model: pixels of truth and prediction green, of the prediction alone red, of the truth alone blue.
/// </param>
internal sealed record PredictionPictures(byte[] Slice, byte[]? Truth, IReadOnlyList<byte[]> Predicted)
{
    /// <summary>Width and height of the slice's picture.</summary>
    public const int SliceSide = 320;

    /// <summary>Width and height of the other pictures.</summary>
    public const int CropSide = 256;

    private const int TintPercent = 55;

    // Where a prediction lies far from the truth, a square around both would show neither.
    private const int MaxSquare = 224;

    // Grey in the middle of the window, where a row has no slice to draw the masks over.
    private const double NoSliceHu = -600;

    /// <summary>The window of the surroundings in HU; empty where the row has no slice or no mask has a pixel.</summary>
    public string Window { get; private init; } = string.Empty;

    /// <summary>Draws a row.</summary>
    /// <param name="row">The row, which has a mask.</param>
    /// <param name="position">Its position among those that the predictions were opened for.</param>
    /// <param name="predictions">The predictions.</param>
    /// <param name="memory">Memory for the row's arrays.</param>
    /// <exception cref="Bytes.DatasetFormatException">A file has changed since it was indexed.</exception>
    public static PredictionPictures Draw(DatasetRow row, int position, IReadOnlyList<PredictionSet> predictions, RowMemoryPool memory)
    {
        using var analysis = RowAnalysis.Open(row, memory);
        var shape = analysis.Mask!.Shape;
        var (height, width) = ((int)shape[0], (int)shape[1]);
        byte[] truth = [.. analysis.Lesion];
        var masks = predictions
            .Select(prediction =>
            {
                var mask = new byte[truth.Length];
                prediction.Read(position, shape, mask, prediction.HasScores ? new double[truth.Length] : []);
                return mask;
            })
            .ToArray();
        var hasSlice = (row.HuOld ?? row.Hu) is { } slice && SliceShape.IsSlice(slice) && analysis.Mask.HasShapeOf(slice);
        ReadOnlySpan<double> hu = hasSlice ? analysis.Read((row.HuOld ?? row.Hu)!) : Flat(truth.Length);
        var whole = PictureCut.Render(height, width, hu, [], HuWindow.Lung);
        var picture = PictureCut.Encode(Outline(whole, truth), SliceSide);
        if (FindSquare(truth, masks, height, width) is not { } square)
        {
            return new PredictionPictures(picture, null, []);
        }

        var lesion = truth.AsSpan().Contains((byte)1) ? truth : masks.First(mask => mask.AsSpan().Contains((byte)1));
        var window = hasSlice ? PictureCut.ChooseWindow(hu, lesion) : HuWindow.Lung;
        var (cutHu, cutTruth) = (square.CutOut(hu, width), square.CutOut<byte>(truth, width));
        RgbImage Plain() => PictureCut.Render(square.Height, square.Width, cutHu, [], window);
        return new PredictionPictures(
            picture,
            PictureCut.Encode(Outline(Plain(), cutTruth), CropSide),
            [
                .. masks.Select(mask =>
                {
                    var image = Plain();
                    Tint(image, cutTruth, square.CutOut<byte>(mask, width));
                    return PictureCut.Encode(new ContactSheetTile(image, string.Empty), CropSide);
                }),
            ]
        )
        {
            Window = hasSlice ? PictureCut.GetText(window) : string.Empty,
        };
    }

    private static double[] Flat(int pixels)
    {
        var hu = new double[pixels];
        Array.Fill(hu, NoSliceHu);
        return hu;
    }

    private static ContactSheetTile Outline(RgbImage image, byte[] truth) =>
        new(image, string.Empty) { Mask = truth, Outline = RgbColor.OutlineOverDifference };

    private static void Tint(RgbImage image, byte[] truth, byte[] predicted)
    {
        (RgbColor Color, Func<byte, byte, int> IsOf)[] kinds =
        [
            (RgbColor.TruePositive, (t, p) => t & p),
            (RgbColor.FalsePositive, (t, p) => p & ~t),
            (RgbColor.FalseNegative, (t, p) => t & ~p),
        ];
        foreach (var (color, isOf) in kinds)
        {
            MaskDrawing.Tint(image, [.. truth.Zip(predicted, (t, p) => (byte)isOf(t, p))], color, TintPercent);
        }
    }

    /// <summary>A square around all masks, or around the truth where that is too large; null where none has a pixel.</summary>
    private static LesionBox? FindSquare(byte[] truth, byte[][] masks, int height, int width)
    {
        var boxes = masks.Prepend(truth).Select(mask => LesionBox.Find(mask, width)).ToArray();
        if (boxes.Aggregate(LesionBox.Union) is not { } all)
        {
            return null;
        }
        var square = PictureCut.FindSquare(all, height, width);
        return square.Height > MaxSquare ? PictureCut.FindSquare(boxes.OfType<LesionBox>().First(), height, width) : square;
    }
}

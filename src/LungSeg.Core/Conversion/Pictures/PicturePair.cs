using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Imaging;

namespace LungSeg.Core.Conversion.Pictures;

/// <summary>
/// What folders of picture pairs have in common: <c>[part/]images/NAME.png</c>, <c>[part/]masks/NAME.png</c> and <c>labels.csv</c>.
/// </summary>
internal static class PicturePair
{
    /// <summary>Writes an encoded image and the mask beside it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="slice">The row's pixels.</param>
    /// <param name="image">The image, a PNG.</param>
    /// <param name="onlyPart">Folder of all rows where there is no split; null for none.</param>
    public static void Write(ExportRun run, ExportSlice slice, ReadOnlySpan<byte> image, string? onlyPart = null)
    {
        var (imageName, maskName) = NamesOf(slice.Row, onlyPart);
        run.WriteRowFile(imageName, image);
        run.WriteRowFile(maskName, ImageFile.Encode(run.Pixels.GetMaskPicture(slice), (slice.Height, slice.Width), PngExport.Compression));
        run.Manifest.SetRow(slice.Row, imageName, maskName);
    }

    /// <summary>Reads the pairs back and compares their samples with <paramref name="expected"/>.</summary>
    public static void Verify(
        ExportRun run,
        Func<PngPicture, byte[]> samplesOf,
        Func<ExportSlice, byte[]> expected,
        string? onlyPart = null
    ) =>
        run.ForEach(slice =>
        {
            var (image, mask) = NamesOf(slice.Row, onlyPart);
            ReadBack.Same(run, slice.Row, image, samplesOf(ImageFile.Read(run.PathOf(image))), expected(slice));
            ReadBack.Same(run, slice.Row, mask, ImageFile.Read(run.PathOf(mask)).Samples8, run.Pixels.GetMaskPicture(slice));
        });

    /// <summary>Names of a pair below the output folder; <paramref name="onlyPart"/> stands for the part where there is no split.</summary>
    public static (string Image, string Mask) NamesOf(ExportRow row, string? onlyPart = null, string extension = ".png")
    {
        var folder = (PartNames.Of(row) ?? onlyPart) is { } part ? part + "/" : string.Empty;
        return ($"{folder}images/{row.FileStem}{extension}", $"{folder}masks/{row.FileStem}{extension}");
    }
}

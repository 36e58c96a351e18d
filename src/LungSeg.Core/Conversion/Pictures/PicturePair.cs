using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Imaging;

namespace LungSeg.Core.Conversion.Pictures;

/// <summary>Names of the image and of the mask of a row, below the output folder.</summary>
internal sealed record PicturePair(string Image, string Mask)
{
    /// <summary>Names a pair <c>[PART/]images/NAME.png</c> and <c>[PART/]masks/NAME.png</c>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="extension">Ending of both.</param>
    /// <param name="onlyPart">Folder of rows without a part; null for none.</param>
    public static PicturePair From(ExportRow row, string extension = ".png", string? onlyPart = null)
    {
        var folder = (row.PartName ?? onlyPart) is { } part ? part + "/" : string.Empty;
        return new PicturePair($"{folder}images/{row.FileStem}{extension}", $"{folder}masks/{row.FileStem}{extension}");
    }

    /// <summary>Writes an encoded image, and the mask as PNG beside it.</summary>
    public void Write(ExportRun run, ExportSlice slice, RowFiles files, ReadOnlySpan<byte> image)
    {
        files.Write(Image, image);
        files.Write(Mask, GreyPicture.EncodeMask(run.Pixels.GetMaskPicture(slice), slice));
    }

    /// <summary>Reads the mask back and compares its samples.</summary>
    public void VerifyMask(ExportRun run, ReadBack back, ExportSlice slice) =>
        back.SamePicture(slice, Mask, ImageFile.Read(run.GetPath(Mask)), run.Pixels.GetMaskPicture(slice));
}

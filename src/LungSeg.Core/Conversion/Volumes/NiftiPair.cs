using System.IO.Compression;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Formats.Nifti;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Volumes;

/// <summary>The image and the mask of a row as two NIfTI files of depth 1 with equal headers.</summary>
/// <param name="Image">Path of the image in the output.</param>
/// <param name="Mask">Path of the mask.</param>
internal sealed record NiftiPair(string Image, string Mask)
{
    /// <summary>nnU-Net takes the axis of the largest spacing as the slice axis. Its own reader uses this factor too.</summary>
    private const double DepthFactor = 999;

    /// <summary>Ending of the files.</summary>
    public static string GetEnding(ConversionOptions options) => options.NiftiGzip ? ".nii.gz" : ".nii";

    /// <summary>Names a pair <c>[PART/]images/NAME</c> and <c>[PART/]masks/NAME</c>.</summary>
    public static NiftiPair From(ExportRun run, ExportRow row)
    {
        var folder = row.PartName is { } part ? part + "/" : string.Empty;
        var ending = GetEnding(run.Options);
        return new NiftiPair($"{folder}images/{row.FileStem}{ending}", $"{folder}masks/{row.FileStem}{ending}");
    }

    /// <summary>Writes both.</summary>
    /// <param name="run">The run.</param>
    /// <param name="slice">The row's pixels.</param>
    /// <param name="files">Takes the files.</param>
    /// <param name="isDeep">Whether the slice axis, which has no spacing in one slice, gets a spacing larger than the others.</param>
    public void Write(ExportRun run, ExportSlice slice, RowFiles files, bool isDeep)
    {
        var layout = GetLayout(run, slice, isDeep);
        using (var image = files.Create(Image))
        {
            Write(image, run, layout, run.Pixels.GetImage(slice, layout.DType));
        }

        using var mask = files.Create(Mask);
        Write(mask, run, layout with { DType = SlicePixels.UInt8, Window = null }, slice.Mask);
    }

    /// <summary>Reads both back and compares the stored values.</summary>
    public void Verify(ExportRun run, ReadBack back, ExportSlice slice)
    {
        using var image = back.Open(run.GetPath(Image), 1, DatasetColumns.HuOld);
        using var mask = back.Open(run.GetPath(Mask), 1, DatasetColumns.Mask);
        using var hu = image[0].Load();
        using var lesion = mask[0].Load();
        var dtype = run.Pixels.ChooseType(slice);
        back.SameArray(slice.Row, "image", hu, hu.Row.HuOld, new(dtype, slice.Size, run.Pixels.GetImage(slice, dtype)));
        back.SamePlace(slice.Row, hu.Row.Place, slice.Place);
        back.SamePlace(slice.Row, lesion.Row.Place, slice.Place);
        back.SameArray(slice.Row, "mask", lesion, lesion.Row.Mask, new(SlicePixels.UInt8, slice.Size, slice.Mask));
    }

    private static NiftiLayout GetLayout(ExportRun run, ExportSlice slice, bool isDeep)
    {
        var isKnown = slice.SpacingMm is not null;
        var (rowMm, columnMm) = slice.SpacingMm ?? new PixelSpacing(1, 1);
        var depth =
            isDeep ? DepthFactor * Math.Max(rowMm, columnMm)
            : isKnown ? slice.Row.Row.GetPositive(DatasetColumns.ThicknessMm) ?? 1
            : 1;
        return new NiftiLayout
        {
            DType = run.Pixels.ChooseType(slice),
            Height = slice.Height,
            Width = slice.Width,
            Spacing = new NiftiSpacing(columnMm, rowMm, depth),
            IsSpacingKnown = isKnown,
            Place = slice.Place,
            Window = (HuWindow.Lung.Low, HuWindow.Lung.High),
            Description = $"lungseg {ToolVersion.Text} spacing={(isKnown ? "known" : "unknown")}",
        };
    }

    private static void Write(FileStream file, ExportRun run, NiftiLayout layout, ReadOnlySpan<byte> voxels)
    {
        if (!run.Options.NiftiGzip)
        {
            NiftiWriter.Write(file, layout, voxels);
            return;
        }

        // The header that .NET writes carries no time and no name.
        using var gzip = new GZipStream(file, CompressionLevel.Optimal);
        NiftiWriter.Write(gzip, layout, voxels);
    }
}

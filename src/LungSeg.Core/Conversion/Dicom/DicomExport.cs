using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Pictures;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Formats.Dicom;
using LungSeg.Core.Formats.Dicom.Writing;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Dicom;

/// <summary>
/// DICOM files of one slice each: <c>[PART/]images/NAME.dcm</c> and <c>labels.csv</c>. CT Images where the input says where slices lie,
/// else Secondary Captures.
/// </summary>
internal sealed class DicomExport(ExportRun run) : FilesExport(run)
{
    /// <summary>HU of the stored value 0 of a Secondary Capture, whose pixels are unsigned; a lower HU of the slice replaces it.</summary>
    private const int CaptureIntercept = -1024;

    private readonly DicomNames _names = new(run);

    public static ExportFormat Format { get; } =
        new()
        {
            Name = "dicom",
            Summary =
                "DICOM, one slice a file, whole HU: CT Image where the input knows the place, else Secondary Capture; images/NAME.dcm",
            RowsDependOnOthers = true,
            Start = run => new DicomExport(run),
            Uses = ExportOptions.Slices,
            FillsMissingMasks = false,
        };

    public override void Finish() => RowTable.Save(Run);

    public override void Verify(ReadBack back)
    {
        back.EachSlice(
            Run.Rows,
            slice =>
            {
                using var file = back.Open(Run.GetPath(GetName(slice.Row)), 1);
                using var found = file[0].Load();
                var image = _names.GetImage(slice);
                back.Same(slice.Row, "SOP Instance UID", found.Row.GetText(DatasetColumns.SopUid), image.SopUid);
                back.Same(slice.Row, DatasetColumns.Label, found.Row.LabelText, SliceLabel.Parse(image.Comment));
                back.Same(slice.Row, "shape of the image", string.Join(" x ", found.Row.HuOld!.Shape), $"{slice.Height} x {slice.Width}");
                var hu = new byte[slice.Hu.Length * sizeof(short)];
                HuEncoding.Encode(found.ReadValues(found.Row.HuOld!), HuEncoding.Int16, slice.Row, hu);
                back.Same(slice.Row, "image", hu, Encode(slice));
            }
        );
        RowTable.Verify(Run, back);
    }

    protected override void WriteRow(ExportSlice slice, RowFiles files)
    {
        var image = _names.GetImage(slice);
        var (pixels, intercept) = GetPixels(slice, image);
        using (var file = files.Create(GetName(slice.Row)))
        {
            DicomWriter.Write(file, ImageObject.CreateAttributes(image, intercept, HuWindow.Lung), ElementVr.OW, new MemoryStream(pixels));
        }

        Run.Manifest.Count(image.Plane is null ? "secondary_captures" : "ct_images", 1);
        Run.Manifest.CountLost(Manifest.SignedZeros, HuEncoding.SignedZeros(slice.Hu));
        Run.Manifest.CountLost(Manifest.LostLabels, image.Comment is null && slice.Row.Row.LabelText is not null ? 1 : 0);
    }

    private static string GetName(ExportRow row) => PicturePair.From(row, ".dcm").Image;

    /// <summary>
    /// Stored values, 16 bits, little endian: HU with their sign in a CT Image, HU less the intercept in a Secondary Capture.
    /// </summary>
    private static (byte[] Pixels, int Intercept) GetPixels(ExportSlice slice, DicomImage image)
    {
        var pixels = Encode(slice);
        if (image.Plane is not null)
        {
            return (pixels, 0);
        }

        var values = MemoryMarshal.Cast<byte, short>(pixels.AsSpan());
        var intercept = Math.Min(CaptureIntercept, (int)TensorPrimitives.Min<short>(values));
        TensorPrimitives.Subtract(values, (short)intercept, values);
        return (pixels, intercept);
    }

    /// <summary>HU as int16.</summary>
    /// <exception cref="DatasetFormatException">A value is not an integer in range.</exception>
    private static byte[] Encode(ExportSlice slice)
    {
        if (!HuEncoding.FitsInt16(slice.Hu))
        {
            throw FormatError.Unsupported(
                slice.Row.Row.Input.Source.Name,
                $"row {slice.Row.Name} has HU that are not integers from -32768 to 32767, which is all that these DICOM images "
                    + "hold; convert to nifti, npz or tiff, or leave the row out",
                new RequestHint(RequestParameter.Rows)
            );
        }

        var pixels = new byte[slice.Hu.Length * sizeof(short)];
        HuEncoding.Encode(slice.Hu, HuEncoding.Int16, slice.Row, pixels);
        return pixels;
    }
}

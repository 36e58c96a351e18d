using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Pictures;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Formats.Dicom;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Dicom;

/// <summary>
/// DICOM files of one slice each: <c>[PART/]images/NAME.dcm</c> and <c>labels.csv</c>. CT Images where the input says where slices lie,
/// else Secondary Captures.
/// </summary>
internal sealed class DicomExport : IVerifiedExport
{
    /// <summary>HU of the stored value 0 of a Secondary Capture, whose pixels have no sign, where none is lower.</summary>
    private const int CaptureIntercept = -1024;

    public string Name => "dicom";

    public string Summary =>
        "DICOM, one slice a file, whole HU: CT Image where the input knows the place, else Secondary Capture; images/NAME.dcm";

    public ExportTraits Traits { get; } = new() { Uses = ExportOptions.OfSlices, FillsMissingMasks = false };

    public void Write(ExportRun run)
    {
        var names = new DicomNames(run);
        run.ForEach(slice =>
        {
            var image = names.Of(slice);
            var (pixels, intercept) = PixelsOf(slice, image);
            var name = NameOf(slice.Row);
            using (var file = File.Create(run.RowPathOf(name)))
                DicomWriter.Write(
                    file,
                    ImageObject.Of(image, intercept, (HuWindow.Lung.Low, HuWindow.Lung.High)),
                    ElementVr.OW,
                    new MemoryStream(pixels)
                );
            run.Manifest.SetRow(slice.Row, name);
            run.Manifest.Count(image.Plane is null ? "secondary_captures" : "ct_images", 1);
            run.Manifest.Count("signed_zeros_lost", HuPrecision.SignedZeros(slice.Hu));
            run.Manifest.Count("labels_left_out", image.Comment is null && slice.Row.Row.LabelText is not null ? 1 : 0);
        });
        RowTable.Save(run, run.PathOf(RowTable.FileName), run.Rows);
    }

    public void Verify(ExportRun run)
    {
        var names = new DicomNames(run);
        run.ForEach(slice =>
        {
            using var back = ReadBack.Open(run, run.PathOf(NameOf(slice.Row)), 1);
            using var found = back[0].Load();
            var image = names.Of(slice);
            ReadBack.Same(run, slice.Row, "SOP Instance UID", found.Row.TextOf(DatasetColumns.SopUid), image.SopUid);
            ReadBack.Same(run, slice.Row, DatasetColumns.Label, found.Row.LabelText, SliceLabel.Of(image.Comment));
            var hu = new byte[slice.Hu.Length * sizeof(short)];
            HuEncoding.Encode(found.ReadValues(found.Row.HuOld!), HuEncoding.Int16, slice.Row, hu);
            ReadBack.Same(run, slice.Row, "image", hu, Encoded(slice));
        });
    }

    private static string NameOf(ExportRow row) => PicturePair.From(row, ".dcm").Image;

    /// <summary>
    /// Stored values, 16 bits, little endian: HU with their sign in a CT Image, HU less the intercept in a Secondary Capture.
    /// </summary>
    private static (byte[] Pixels, int Intercept) PixelsOf(ExportSlice slice, DicomImage image)
    {
        var pixels = Encoded(slice);
        if (image.Plane is not null)
            return (pixels, 0);
        var values = MemoryMarshal.Cast<byte, short>(pixels.AsSpan());
        var intercept = Math.Min(CaptureIntercept, (int)TensorPrimitives.Min<short>(values));
        TensorPrimitives.Subtract(values, (short)intercept, values);
        return (pixels, intercept);
    }

    /// <summary>HU as int16.</summary>
    /// <exception cref="DatasetFormatException">One is no whole number in range.</exception>
    private static byte[] Encoded(ExportSlice slice)
    {
        if (!HuPrecision.FitsInt16(slice.Hu))
        {
            throw FormatError.Unsupported(
                slice.Row.Row.Input.Source.Name,
                $"row {slice.Row.Name} has HU that are no whole numbers from -32768 to 32767, which is all that these DICOM images "
                    + "hold; convert to nifti, npz or tiff, or leave the row out",
                new RequestHint(RequestParameter.Rows)
            );
        }

        var pixels = new byte[slice.Hu.Length * sizeof(short)];
        HuEncoding.Encode(slice.Hu, HuEncoding.Int16, slice.Row, pixels);
        return pixels;
    }
}

using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Imaging;

namespace LungSeg.Core.Conversion.Pictures;

/// <summary>
/// Pairs of TIFF pictures whose image holds HU as they are: <c>[part/]images/NAME.tif</c> and <c>[part/]masks/NAME.tif</c>.
/// </summary>
internal sealed class TiffExport : IVerifiedExport
{
    private const string Extension = ".tif";

    public string Name => "tiff";

    public string Summary =>
        "pairs of TIFF pictures, the image HU as int16 or float32 without loss (8-bit under --window), masks 0/255 or 0/1";

    public ExportTraits Traits { get; } =
        new()
        {
            Window = WindowUse.OnRequest,
            DTypes = [ImageDType.Int16, ImageDType.Float32],
            Uses = ExportOptions.OfSlices | ExportOptions.MaskValue,
        };

    public void Write(ExportRun run)
    {
        run.ForEach(slice =>
        {
            var (image, mask) = PicturePair.NamesOf(slice.Row, extension: Extension);
            var dtype = run.Pixels.ChooseType(slice);
            run.WriteRowFile(
                image,
                TiffCodec.Encode(run.Pixels.GetImage(slice, dtype), (slice.Height, slice.Width), SampleOf(dtype, slice.Row))
            );
            run.WriteRowFile(mask, TiffCodec.Encode(run.Pixels.GetMaskPicture(slice), (slice.Height, slice.Width), TiffSample.UInt8));
            run.Manifest.SetRow(slice.Row, image, mask);
        });
        RowTable.Save(run, run.PathOf(RowTable.FileName), run.Rows);
    }

    public void Verify(ExportRun run) =>
        run.ForEach(slice =>
        {
            var (image, mask) = PicturePair.NamesOf(slice.Row, extension: Extension);
            var dtype = run.Pixels.ChooseType(slice);
            Same(run, slice, image, SampleOf(dtype, slice.Row), run.Pixels.GetImage(slice, dtype));
            Same(run, slice, mask, TiffSample.UInt8, run.Pixels.GetMaskPicture(slice));
        });

    private static TiffSample SampleOf(DType dtype, ExportRow row) =>
        (dtype.Kind, dtype.ItemSize) switch
        {
            ('u', 1) => TiffSample.UInt8,
            ('i', 2) => TiffSample.Int16,
            ('f', 4) => TiffSample.Float32,
            _ => throw FormatError.Unsupported(
                row.Row.Input.Source.Name,
                $"row {row.Name} has HU that are no float32, which TIFF would round; write float32 or npy",
                new RequestHint(RequestParameter.DType, "float32")
            ),
        };

    private static void Same(ExportRun run, ExportSlice slice, string name, TiffSample type, ReadOnlySpan<byte> expected)
    {
        var found = TiffCodec.Decode(File.ReadAllBytes(run.PathOf(name)), name);
        if (found.Size != (slice.Height, slice.Width) || found.Type != type)
        {
            throw FormatError.Mismatch(
                new SourceName(run.Options.Output, null, run.Export.Name),
                $"read back, {name}",
                $"{found.Size.Rows} x {found.Size.Columns} {found.Type}",
                $"{slice.Height} x {slice.Width} {type}"
            );
        }

        ReadBack.Same(run, slice.Row, name, found.Samples, expected);
    }
}

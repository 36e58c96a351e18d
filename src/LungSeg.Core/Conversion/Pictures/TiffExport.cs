using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Pictures;

/// <summary>
/// Pairs of TIFF pictures whose image holds HU as they are: <c>[part/]images/NAME.tif</c> and <c>[part/]masks/NAME.tif</c>.
/// </summary>
internal sealed class TiffExport(ExportRun run) : FilesExport(run)
{
    private const string Extension = ".tif";

    public static ExportFormat Format { get; } =
        new()
        {
            Name = "tiff",
            Summary = "pairs of TIFF pictures, the image HU as int16 or float32 without loss (8-bit under --window), masks 0/255 or 0/1",
            Start = run => new TiffExport(run),
            Window = WindowUse.OnRequest,
            DTypes = [ImageDType.Int16, ImageDType.Float32],
            Uses = ExportOptions.Slices | ExportOptions.MaskValue,
        };

    public override void Finish() => RowTable.Save(Run);

    public override void Verify(ReadBack back)
    {
        back.EachSlice(
            Run.Rows,
            slice =>
            {
                var (image, mask) = PicturePair.From(slice.Row, Extension);
                var dtype = Run.Pixels.ChooseType(slice);
                Verify(back, slice, image, GetSample(dtype, slice.Row), Run.Pixels.GetImage(slice, dtype));
                Verify(back, slice, mask, TiffSample.UInt8, Run.Pixels.GetMaskPicture(slice));
            }
        );
        RowTable.Verify(Run, back);
    }

    protected override void WriteRow(ExportSlice slice, RowFiles files)
    {
        var (image, mask) = PicturePair.From(slice.Row, Extension);
        var dtype = Run.Pixels.ChooseType(slice);
        files.Write(image, TiffCodec.Encode(Run.Pixels.GetImage(slice, dtype), slice.Size, GetSample(dtype, slice.Row), slice.SpacingMm));
        files.Write(mask, TiffCodec.Encode(Run.Pixels.GetMaskPicture(slice), slice.Size, TiffSample.UInt8, slice.SpacingMm));
    }

    private static TiffSample GetSample(DType dtype, ExportRow row) =>
        (dtype.Kind, dtype.ItemSize) switch
        {
            ('u', 1) => TiffSample.UInt8,
            ('i', 2) => TiffSample.Int16,
            ('f', 4) => TiffSample.Float32,
            _ => throw FormatError.Unsupported(
                row.Row.Input.Source.Name,
                $"row {row.Name} has HU that are not float32 values, which TIFF would round; write float32 or npy",
                new RequestHint(RequestParameter.DType, "float32")
            ),
        };

    private void Verify(ReadBack back, ExportSlice slice, string name, TiffSample type, ReadOnlySpan<byte> expected)
    {
        using var file = FileByteSource.Open(Run.GetPath(name));
        var header = TiffReader.ReadHeader(file, ReadLimits.Default);
        var (found, written) = (
            Describe(header.Size, header.SampleBytes, header.Kind),
            Describe(slice.Size, type.GetBytes(), "uif"[(int)type])
        );
        back.Same(slice.Row, name, found, written);
        back.Same(slice.Row, name, TiffReader.Read(file, header), expected);
    }

    private static string Describe(SliceSize size, int bytes, char kind) => $"{size.Height} x {size.Width} {kind}{bytes}";
}

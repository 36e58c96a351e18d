using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Pictures;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Formats.Yolo;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Detection;

/// <summary>
/// YOLO segmentation: <c>data.yaml</c>, <c>images/PART/NAME.png</c> and <c>labels/PART/NAME.txt</c> with a polygon for each component
/// of a lesion.
/// </summary>
/// <remarks>A row gives the Dice coefficient of its polygons; NaN without a lesion.</remarks>
internal sealed class YoloExport(ExportRun run) : SliceExport<double>(run)
{
    /// <summary>Part of all rows without a split.</summary>
    private const string OnlyPart = "train";

    private readonly LesionCategories _categories = new(run);
    private readonly PolygonFidelity _fidelity = new(run);

    public static ExportFormat Format { get; } =
        new()
        {
            Name = "yolo",
            Summary = "YOLO segmentation: data.yaml, 8-bit images, a polygon along the pixel edges for each connected lesion",
            Start = run => new YoloExport(run),
            Window = WindowUse.Always,
            Uses = ExportOptions.Slices | ExportOptions.LungRadsCategories,
        };

    public override PieceCodec<double> Codec => PieceCodec.Ratio;

    public override void Add(ExportRow row, double dice) => _fidelity.Add(row, dice);

    public override void Finish()
    {
        _fidelity.Report();
        Run.Files.Write(YoloDescription.FileName, GetDescription());
    }

    public override void Verify(ReadBack back)
    {
        back.EachSlice(
            Run.Rows,
            slice =>
            {
                GreyPicture.Verify(Run, back, slice, GetImage(slice.Row));
                var labels = File.ReadAllText(Run.GetPath(GetLabels(slice.Row)));
                back.Same(slice.Row, "mask", Fill(slice, labels), slice.Mask);
                var category = slice.LesionPixels > 0 ? $"{_categories.GetNumber(slice.Row)}" : string.Empty;
                back.Same(slice.Row, "category", YoloLabels.ReadCategories(labels), category);
            }
        );
        back.SameFile(YoloDescription.FileName, GetDescription());
    }

    protected override double Encode(ExportSlice slice, RowFiles files)
    {
        files.Write(GetImage(slice.Row), GreyPicture.Encode(Run, slice));
        var labels = GetLabels(slice);
        files.Write(GetLabels(slice.Row), Encoding.UTF8.GetBytes(labels));
        return slice.LesionPixels > 0 ? PolygonFidelity.Compute(slice, Fill(slice, labels)) : double.NaN;
    }

    private static string GetImage(ExportRow row) => $"images/{row.PartName ?? OnlyPart}/{row.FileStem}.png";

    private static string GetLabels(ExportRow row) => $"labels/{row.PartName ?? OnlyPart}/{row.FileStem}.txt";

    private byte[] GetDescription()
    {
        string[] parts = [.. Run.RowsByPart.Select(row => row.PartName ?? OnlyPart).Distinct()];
        return Encoding.UTF8.GetBytes(YoloDescription.Format(parts, _categories.Names));
    }

    private string GetLabels(ExportSlice slice)
    {
        if (slice.LesionPixels == 0)
        {
            return string.Empty;
        }

        var category = _categories.GetNumber(slice.Row);
        var components = new PixelComponents(slice.Mask, slice.Height, slice.Width);
        var text = new StringBuilder();
        foreach (var component in components.All)
        {
            var outline = ComponentOutline.Trace(components, component);
            text.Append(YoloLabels.Line(category, outline, slice.Height, slice.Width)).Append('\n');
        }

        return text.ToString();
    }

    private byte[] Fill(ExportSlice slice, string labels)
    {
        var mask = new byte[slice.Mask.Length];
        return YoloLabels.TryFill(labels, mask, slice.Width)
            ? mask
            : throw FormatError.Corrupt(
                new SourceName(Run.Options.Output, GetLabels(slice.Row), Format.Name),
                "read back, a line is not a polygon"
            );
    }
}

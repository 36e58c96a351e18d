using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Pictures;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Formats.Yolo;

namespace LungSeg.Core.Conversion.Detection;

/// <summary>
/// YOLO segmentation: <c>data.yaml</c>, <c>images/PART/NAME.png</c> and <c>labels/PART/NAME.txt</c> with a polygon for each 8-connected
/// part of a lesion.
/// </summary>
internal sealed class YoloExport : IVerifiedExport
{
    /// <summary>Part of all rows without a split.</summary>
    private const string OnlyPart = "train";

    public string Name => "yolo";

    public string Summary => "YOLO segmentation: data.yaml, 8-bit images, a polygon along the pixel edges for each connected lesion";

    public ExportTraits Traits { get; } =
        new() { Window = WindowUse.Always, Uses = ExportOptions.OfSlices | ExportOptions.LungRadsCategories };

    public void Write(ExportRun run)
    {
        var categories = new LesionCategories(run);
        var fidelity = new PolygonFidelity(run);
        run.ForEach(slice =>
        {
            var (image, labels) = NamesOf(slice.Row);
            run.WriteRowFile(image, GreyPicture.Encode(run, slice));
            var text = Labels(slice, categories);
            run.WriteRowFile(labels, Encoding.UTF8.GetBytes(text));
            run.Manifest.SetRow(slice.Row, image, labels);
            if (slice.LesionPixels > 0)
                fidelity.Add(slice, Filled(run, slice, text));
        });
        fidelity.Report();
        string[] parts = [.. PartNames.Groups(run).Select(group => group.Name ?? OnlyPart).Distinct()];
        run.WriteFile(YoloDescription.FileName, Encoding.UTF8.GetBytes(YoloDescription.Of(parts, categories.Names)));
    }

    public void Verify(ExportRun run) =>
        run.ForEach(slice =>
        {
            var (image, labels) = NamesOf(slice.Row);
            GreyPicture.Verify(run, new ReadBack(run), slice, image);
            ReadBack.Same(run, slice.Row, "mask", Filled(run, slice, File.ReadAllText(run.PathOf(labels))), slice.Mask);
        });

    private static string Labels(ExportSlice slice, LesionCategories categories)
    {
        if (slice.LesionPixels == 0)
            return string.Empty;
        var category = categories.NumberOf(slice.Row);
        var components = new PixelComponents(slice.Mask, slice.Height, slice.Width);
        var text = new StringBuilder();
        foreach (var component in components.All)
            text.Append(YoloLabels.Line(category, ComponentOutline.Trace(components, component), slice.Height, slice.Width)).Append('\n');
        return text.ToString();
    }

    private static byte[] Filled(ExportRun run, ExportSlice slice, string text)
    {
        var mask = new byte[slice.Mask.Length];
        return YoloLabels.TryFill(text, mask, slice.Width)
            ? mask
            : throw FormatError.Corrupt(
                new SourceName(run.Options.Output, NamesOf(slice.Row).Labels, run.Export.Name),
                "read back, a line is no polygon"
            );
    }

    private static (string Image, string Labels) NamesOf(ExportRow row)
    {
        var part = PartNames.Of(row) ?? OnlyPart;
        return ($"images/{part}/{row.FileStem}.png", $"labels/{part}/{row.FileStem}.txt");
    }
}

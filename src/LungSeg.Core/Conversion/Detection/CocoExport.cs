using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Pictures;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Formats.Coco;
using LungSeg.Core.Formats.Masks;

namespace LungSeg.Core.Conversion.Detection;

/// <summary>
/// COCO instances: <c>images/[PART/]NAME.png</c> and <c>annotations/instances[_PART].json</c>, one annotation for each 8-connected part of
/// a lesion.
/// </summary>
internal sealed class CocoExport : IVerifiedExport
{
    public string Name => "coco";

    public string Summary => "COCO instances, one annotation a connected lesion: 8-bit images, masks as exact RLE or polygons";

    public ExportTraits Traits { get; } =
        new() { Window = WindowUse.Always, Uses = ExportOptions.OfSlices | ExportOptions.LungRadsCategories | ExportOptions.CocoPolygons };

    public void Write(ExportRun run)
    {
        var categories = new LesionCategories(run);
        var columns = run.Metadata.OfRow.Where(column => column != run.Metadata.ClassId).ToArray();
        var fidelity = new PolygonFidelity(run);
        var annotations = 0;
        foreach (var (part, rows) in PartNames.Groups(run))
        {
            var document = new CocoDocument
            {
                Description = "Lung CT slices with cancer masks",
                Categories = categories.Names,
                Supercategory = run.Options.LungRadsCategories ? "lung-rads" : "lesion",
            };
            run.ForEach(
                rows,
                slice => (Rows: slice.Height, Columns: slice.Width, Shapes: Encode(run, slice, fidelity)),
                (row, encoded) =>
                {
                    var image = new CocoImage(
                        row.Position + 1,
                        row.FileStem + ".png",
                        encoded.Rows,
                        encoded.Columns,
                        [.. columns.Select(column => (column.Name, column.GetValue(row)))]
                    );
                    document.Images.Add(image);
                    foreach (var shape in encoded.Shapes)
                        document.Annotations.Add(new CocoAnnotation(++annotations, image, categories.NumberOf(row) + 1, shape));
                },
                CocoPieces.Codec
            );
            using var stream = File.Create(run.PathOf(DocumentOf(part)));
            CocoWriter.Write(stream, document);
        }

        if (run.Options.CocoPolygons)
            fidelity.Report();
    }

    public void Verify(ExportRun run)
    {
        foreach (var (part, rows) in PartNames.Groups(run))
        {
            var shapes = Read(run, DocumentOf(part));
            run.ForEach(
                rows,
                slice =>
                {
                    var name = slice.Row.FileStem + ".png";
                    GreyPicture.Verify(run, new ReadBack(run), slice, ImageOf(slice.Row));
                    var mask = new byte[slice.Mask.Length];
                    if (!shapes.TryGetValue(name, out var found) || !found.All(shape => shape.TryFill(mask, slice.Width)))
                        throw FormatError.Corrupt(
                            NameIn(run, DocumentOf(part)),
                            0,
                            $"read back, the masks of {name} are missing or damaged"
                        );
                    ReadBack.Same(run, slice.Row, "mask", mask, slice.Mask);
                }
            );
        }
    }

    private static CocoShape[] Encode(ExportRun run, ExportSlice slice, PolygonFidelity fidelity)
    {
        var name = ImageOf(slice.Row);
        run.WriteRowFile(name, GreyPicture.Encode(run, slice));
        run.Manifest.SetRow(slice.Row, name, DocumentOf(PartNames.Of(slice.Row)));
        if (slice.LesionPixels == 0)
            return [];
        var components = new PixelComponents(slice.Mask, slice.Height, slice.Width);
        CocoShape[] shapes = [.. components.All.Select(component => CocoShape.Of(components, component, run.Options.CocoPolygons))];
        var filled = new byte[slice.Mask.Length];
        if (run.Options.CocoPolygons && Array.TrueForAll(shapes, shape => shape.TryFill(filled, slice.Width)))
            fidelity.Add(slice, filled);
        return shapes;
    }

    private static Dictionary<string, List<CocoShape>> Read(ExportRun run, string document)
    {
        try
        {
            return CocoReader.ReadShapes(File.ReadAllBytes(run.PathOf(document)));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw FormatError.Undecodable(NameIn(run, document), "read back, it is no COCO document", e);
        }
    }

    private static SourceName NameIn(ExportRun run, string document) => new(run.Options.Output, document, run.Export.Name);

    private static string DocumentOf(string? part) => part is null ? "annotations/instances.json" : $"annotations/instances_{part}.json";

    private static string ImageOf(ExportRow row) =>
        $"images/{(PartNames.Of(row) is { } part ? part + "/" : string.Empty)}{row.FileStem}.png";
}

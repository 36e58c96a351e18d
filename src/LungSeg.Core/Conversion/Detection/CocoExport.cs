using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Pictures;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Formats.Coco;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Detection;

/// <summary>
/// COCO instances: <c>images/[PART/]NAME.png</c> and <c>annotations/instances[_PART].json</c>, one annotation for each component of a
/// lesion.
/// </summary>
internal sealed class CocoExport(ExportRun run) : SliceExport<CocoRow>(run)
{
    private readonly LesionCategories _categories = new(run);
    private readonly PolygonFidelity _fidelity = new(run);
    private readonly MetadataColumn[] _columns = [.. run.Metadata.RowColumns.Where(column => column != run.Metadata.ClassId)];
    private readonly Dictionary<string, CocoDocument> _documents = [];
    private int _annotations;

    public static ExportFormat Format { get; } =
        new()
        {
            Name = "coco",
            Summary = "COCO instances, one annotation a connected lesion: 8-bit images, masks as exact RLE or polygons",
            Start = run => new CocoExport(run),
            Window = WindowUse.Always,
            Columns = new()
            {
                Reserved = ["id", "file_name", "width", "height", "license", "flickr_url", "coco_url", "date_captured", "row", "class"],
            },
            Uses = ExportOptions.Slices | ExportOptions.LungRadsCategories | ExportOptions.CocoPolygons,
        };

    public override IReadOnlyList<ExportRow> Order => Run.RowsByPart;

    public override PieceCodec<CocoRow> Codec => CocoRow.Codec;

    public override void Add(ExportRow row, CocoRow record)
    {
        if (!_documents.TryGetValue(FormatDocument(row), out var document))
        {
            document = new CocoDocument
            {
                Description = "Lung CT slices with cancer masks",
                Categories = _categories.Names,
                Supercategory = Run.Options.LungRadsCategories ? "lung-rads" : "lesion",
            };
            _documents.Add(FormatDocument(row), document);
        }

        var size = Run.Figures[row.Position]!.Value.Size;
        var image = new CocoImage(
            row.Position + 1,
            row.FileStem + ".png",
            size.Height,
            size.Width,
            [.. _columns.Select(column => (column.Name, column.GetPlain(row)))]
        );
        document.Images.Add(image);
        foreach (var shape in record.Shapes)
        {
            document.Annotations.Add(new CocoAnnotation(++_annotations, image, _categories.GetNumber(row) + 1, shape));
        }

        _fidelity.Add(row, record.Dice);
    }

    public override void Finish()
    {
        foreach (var (name, document) in _documents)
        {
            using var stream = Run.Files.Create(name);
            CocoWriter.Write(stream, document);
        }

        _fidelity.Report();
    }

    public override void Verify(ReadBack back)
    {
        var documents = Run.Rows.Select(FormatDocument).Distinct().ToDictionary(name => name, ReadShapes);
        back.EachSlice(
            Run.Rows,
            slice =>
            {
                var name = slice.Row.FileStem + ".png";
                GreyPicture.Verify(Run, back, slice, GetImage(slice.Row));
                var mask = new byte[slice.Mask.Length];
                if (
                    !documents[FormatDocument(slice.Row)].TryGetValue(name, out var found)
                    || !found.Shapes.All(shape => shape.TryFill(mask, slice.Width))
                )
                {
                    throw FormatError.Corrupt(
                        GetSource(FormatDocument(slice.Row)),
                        $"read back, the masks of {name} are missing or damaged"
                    );
                }

                back.Same(slice.Row, "mask", mask, slice.Mask);
                back.SameSize(slice.Row, name, found.Size, slice.Size);
                foreach (var column in _columns)
                {
                    back.Same(slice.Row, column.Name, found.Fields[column.Name], CocoWriter.GetText(column.GetPlain(slice.Row)));
                }

                var category = slice.LesionPixels > 0 ? _categories.Names[_categories.GetNumber(slice.Row)] : string.Empty;
                back.Same(slice.Row, "category", string.Join(',', found.Categories), category);
                back.Same(
                    slice.Row,
                    "lesions",
                    $"{found.Shapes.Count}",
                    $"{new PixelComponents(mask, slice.Height, slice.Width).All.Count}"
                );
            }
        );
    }

    protected override CocoRow Encode(ExportSlice slice, RowFiles files)
    {
        files.Write(GetImage(slice.Row), GreyPicture.Encode(Run, slice));
        files.AddShared(FormatDocument(slice.Row));
        if (slice.LesionPixels == 0)
        {
            return new CocoRow([], double.NaN);
        }

        var isPolygon = Run.Options.CocoPolygons;
        var components = new PixelComponents(slice.Mask, slice.Height, slice.Width);
        CocoShape[] shapes = [.. components.All.Select(component => CocoShape.Create(components, component, isPolygon))];
        var filled = new byte[slice.Mask.Length];
        var dice =
            isPolygon && Array.TrueForAll(shapes, shape => shape.TryFill(filled, slice.Width))
                ? PolygonFidelity.Compute(slice, filled)
                : double.NaN;
        return new CocoRow(shapes, dice);
    }

    private static string FormatDocument(ExportRow row) =>
        row.PartName is { } part ? $"annotations/instances_{part}.json" : "annotations/instances.json";

    private static string GetImage(ExportRow row) => $"images/{(row.PartName is { } part ? part + "/" : string.Empty)}{row.FileStem}.png";

    private Dictionary<string, CocoFound> ReadShapes(string document)
    {
        try
        {
            return CocoReader.ReadShapes(File.ReadAllBytes(Run.GetPath(document)));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw FormatError.Undecodable(GetSource(document), "read back, it is not a COCO document", e);
        }
    }

    private SourceName GetSource(string document) => new(Run.Options.Output, document, Format.Name);
}

using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Model;

namespace LungSeg.Core.Cards;

/// <summary>The record sets of a card: classes, parts of the split, slices, their pictures.</summary>
internal static class RecordSets
{
    private const string Slices = "slices";
    private const string Splits = "splits";
    private const string Text = "sc:Text";
    private const string Image = "sc:ImageObject";
    private const string Mask = "cr:SegmentationMask";

    /// <summary>What columns hold, by their names.</summary>
    private static readonly Dictionary<string, string> Meanings = new()
    {
        ["row"] = "Name of the row: file and position of the source",
        ["file"] = "Name of the row in file names",
        ["file_name"] = "File of the image",
        ["mask_file_name"] = "File of the mask",
        [DatasetColumns.Label] = "Lung-RADS class as the source writes it",
        ["class"] = "Lung-RADS class",
        ["class_id"] = "Number of the class",
        ["rows"] = "Height of the slice, px",
        ["columns"] = "Width of the slice, px",
        ["lesion_px"] = "Pixels of the mask",
        ["part"] = "Part of the split",
        ["fold"] = "Fold in which the row validates",
        ["group"] = "Group of rows (scan or patient) that the split keeps together",
        [DatasetColumns.HuOld] = "CT slice, HU",
        [DatasetColumns.Hu] = "CT slice, HU, without what is not lung",
        [DatasetColumns.Mask] = "Cancer area",
    };

    /// <summary>Creates the record sets.</summary>
    /// <param name="facts">What was measured; null where nothing was.</param>
    /// <param name="output">The output; null where inputs are described.</param>
    /// <param name="resources">The files.</param>
    public static IReadOnlyList<RecordSet> Create(CardFacts? facts, OutputDescription? output, CardResources resources)
    {
        var sets = new List<RecordSet> { CreateClasses(facts, output) };
        if (output is null)
        {
            return sets;
        }
        if (output.Parts.Count > 0)
        {
            sets.Add(CreateSplits(output));
        }
        string[] tables = [.. resources.Files.Select(file => file.Path).Where(CardResources.IsTable)];
        if (tables.Length > 0)
        {
            sets.Add(CreateSlices(facts, output, tables));
        }
        if (resources.FileSets.Any(files => files.Id == "json-files"))
        {
            sets.Add(CreateSamples(facts, output));
        }
        foreach (var files in resources.FileSets)
        {
            sets.AddRange(CreatePictures(files, output, tables.Length > 0 ? null : facts));
        }
        sets.AddRange(resources.Files.Where(file => output.Format == "coco").SelectMany(file => CreateCoco(file.Path)));
        var ids = new UniqueIds(resources.FileSets.Select(files => files.Id));
        return [.. sets.Select(set => set with { Id = ids.Take(set.Id) })];
    }

    private static RecordSet CreateClasses(CardFacts? facts, OutputDescription? output)
    {
        var counts = facts is null
            ? output!
                .Rows.GroupBy(row =>
                    row.Label is null ? LungRads.Missing
                    : LungRads.TryParse(row.Label, out var label) ? label.Class
                    : LungRads.Unknown
                )
                .OrderBy(rows => LungRads.GetRank(rows.Key))
                .Select(rows => KeyValuePair.Create(rows.Key, (long)rows.Count()))
            : facts.Statistics.By.Select(group => KeyValuePair.Create(group.Name!, group.Rows));
        return new RecordSet(
            "classes",
            "Lung-RADS classes and the number of rows of each",
            [new RecordField("name", "Name of the class", Text), new RecordField("rows", "Rows of the class", "sc:Integer")]
        )
        {
            Type = "sc:Enumeration",
            Key = "name",
            Data = [.. counts.Select(count => new object[] { count.Key, count.Value })],
            Statistics = FieldStatistics.OfRows(facts),
        };
    }

    private static RecordSet CreateSplits(OutputDescription output) =>
        new(
            Splits,
            "Parts of the split",
            [
                new RecordField("name", "Name of the part", Text),
                new RecordField("url", "What the part is for", "sc:URL", "cr:Split"),
                new RecordField("rows", "Rows of the part", "sc:Integer"),
            ]
        )
        {
            Type = "cr:Split",
            Key = "name",
            Data = [.. output.Parts.Select(part => new object[] { part.Key, GetSplit(part.Key), part.Value })],
        };

    private static string GetSplit(string part) =>
        part switch
        {
            "train" => "cr:TrainingSplit",
            "val" => "cr:ValidationSplit",
            "test" => "cr:TestSplit",
            _ => $"cr:Split#{Uri.EscapeDataString(part)}",
        };

    private static RecordSet CreateSlices(CardFacts? facts, OutputDescription output, string[] tables)
    {
        var isOne = tables.Length == 1;
        var columns = OutputTable.Read(Path.Combine(output.Folder, tables[0]));
        return new RecordSet(
            Slices,
            "One record a CT slice",
            [
                .. output.Format == "hf-parquet" ? CreateEmbedded(output, isOne ? tables[0] : null) : [],
                .. columns.Select(column => new RecordField(
                    column.Key,
                    Meanings.GetValueOrDefault(column.Key, $"Column {column.Key} of the source"),
                    GetTypes(column.Key, column.Value)
                )
                {
                    Source = new FieldSource(isOne ? tables[0] : CardResources.TableFiles, !isOne, "column", column.Key),
                    References = column.Key == "part" && output.Parts.Count > 0 ? $"{Splits}/name" : null,
                    Statistics = FieldStatistics.OfColumn(column.Key, facts, output),
                }),
            ]
        )
        {
            Key = "row",
            Statistics = [new FieldStatistic("count", "Number of rows", output.Rows.Count)],
        };
    }

    /// <summary>The pictures within a table: groups of bytes and path.</summary>
    private static IEnumerable<RecordField> CreateEmbedded(OutputDescription output, string? table)
    {
        foreach (var name in new[] { "image", DatasetColumns.Mask, "overlay" })
        {
            yield return new RecordField(
                name,
                name switch
                {
                    "image" => DescribeImage(output),
                    "overlay" => "The image with the outline of the mask in red",
                    _ => $"Cancer area: 0 outside, {GetMaskValue(output)} inside",
                },
                name == DatasetColumns.Mask ? [Mask, Image] : [Image]
            )
            {
                Source = new FieldSource(table ?? CardResources.TableFiles, table is null, "column", name)
                {
                    Transform = ("jsonPath", "bytes"),
                },
            };
        }
    }

    /// <summary>The record set of samples in archives, whose metadata is one JSON file each.</summary>
    private static RecordSet CreateSamples(CardFacts? facts, OutputDescription output) =>
        new(
            Slices,
            "One record a CT slice",
            [
                .. new[] { "row", DatasetColumns.Label, "class", "rows", "columns", "lesion_px" }.Select(name => new RecordField(
                    name,
                    Meanings[name],
                    GetTypes(name, name is "rows" or "columns" or "lesion_px" ? TableValues.Integer : TableValues.Text)
                )
                {
                    Source = new FieldSource("json-files", true, "jsonPath", $"$.{name}"),
                    Statistics = FieldStatistics.OfColumn(name, facts, output),
                }),
            ]
        )
        {
            Key = "row",
            Statistics = [new FieldStatistic("count", "Number of rows", output.Rows.Count)],
        };

    private static string[] GetTypes(string name, TableValues values) =>
        name is DatasetColumns.Label or "class" ? [Text, "cr:Label"]
        : name == "class_id" ? ["sc:Integer", "cr:Label"]
        : values switch
        {
            TableValues.Integer => ["sc:Integer"],
            TableValues.Real => ["sc:Float"],
            TableValues.Bool => ["sc:Boolean"],
            _ => [Text],
        };

    private static IEnumerable<RecordSet> CreatePictures(CardFileSet files, OutputDescription output, CardFacts? facts)
    {
        var isMask = files.Id == "mask-files";
        if (!isMask && files.Id != "image-files")
        {
            yield break;
        }
        var set = isMask ? "masks" : "images";
        var ending =
            FileKinds.GetEnding(files.Includes[0]) is var last && files.ContainedIn.Count > 0
                ? $".{(isMask ? "mask" : "image")}{last}"
                : last;
        yield return new RecordSet(
            set,
            isMask ? "Masks of the cancer area, one file a row" : "Images, one file a row",
            [
                new RecordField("file", "Name of the row in file names", Text)
                {
                    Source = new FieldSource(files.Id, true, "fileProperty", "filename")
                    {
                        Transform = ("regex", $"^(.*){ending.Replace(".", "\\.", StringComparison.Ordinal)}$"),
                    },
                },
                new RecordField(
                    isMask ? "mask" : "image",
                    isMask ? $"Cancer area: 0 outside, {GetMaskValue(output)} inside" : DescribeImage(output),
                    isMask ? [Mask, Image] : [Image]
                )
                {
                    Source = new FieldSource(files.Id, true, "fileProperty", "content"),
                    Statistics = FieldStatistics.OfColumn(isMask ? DatasetColumns.Mask : DatasetColumns.HuOld, facts, output),
                },
            ]
        )
        {
            Key = "file",
        };
    }

    private static string GetMaskValue(OutputDescription output) => output.GetParameter("mask_value") ?? "1";

    private static string DescribeImage(OutputDescription output) =>
        output.GetParameter("window") is { } window
            ? $"{output.GetParameter("image")}, grey values of HU {window.Replace("..", " to ", StringComparison.Ordinal)}"
            : $"{output.GetParameter("image")}, HU";

    private static IEnumerable<RecordSet> CreateCoco(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        FieldSource Take(string path) => new(file, false, "jsonPath", path);
        yield return new RecordSet(
            $"{name}-images",
            "Images of the annotations",
            [
                new RecordField("id", "Number of the image", "sc:Integer") { Source = Take("$.images[*].id") },
                new RecordField("file_name", "File of the image", Text) { Source = Take("$.images[*].file_name") },
            ]
        )
        {
            Key = "id",
        };
        yield return new RecordSet(
            $"{name}-lesions",
            "Lesions",
            [
                new RecordField("id", "Number of the lesion", "sc:Integer") { Source = Take("$.annotations[*].id") },
                new RecordField("image_id", "Number of its image", "sc:Integer") { Source = Take("$.annotations[*].image_id") },
                new RecordField("category_id", "Number of its category", "sc:Integer", "cr:Label")
                {
                    Source = Take("$.annotations[*].category_id"),
                },
                new RecordField("bbox", "Box around the lesion", "cr:BoundingBox")
                {
                    Source = Take("$.annotations[*].bbox") with { Format = "XYWH" },
                },
            ]
        )
        {
            Key = "id",
        };
    }
}

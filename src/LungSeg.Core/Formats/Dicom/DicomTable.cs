using LungSeg.Core.Formats.Columns;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Creates the table of slices or of frames.</summary>
internal static class DicomTable
{
    private const string Text = "object";
    private const string Number = "float64";

    /// <summary>One row for each slice, in order; with masks where <paramref name="annotations"/> is not null.</summary>
    public static TableIndex From(IReadOnlyList<CtSlice> slices, AnnotationMatching? annotations)
    {
        var columns = new List<TableColumn>();
        columns.AddRange(Labels([.. slices.Select(slice => slice.Label)]));
        if (annotations is { HasMasks: true })
        {
            columns.Add(
                new CellListColumn(
                    DatasetColumns.Mask,
                    "int8",
                    CellKind.Array,
                    [.. Enumerable.Range(0, slices.Count).Select(annotations.GetMask)]
                )
            );
        }
        columns.Add(new CellListColumn(DatasetColumns.HuOld, Number, CellKind.Array, [.. slices.Select(CtPixelDecoder.CreateArray)]));
        columns.AddRange(Metadata(slices));
        var series = slices.Select(slice => (slice.PatientId, slice.ScanUid)).Distinct().Count();
        return new TableIndex
        {
            Container =
                slices.All(slice => slice.IsLone) ? "CT slices"
                : series == 1 ? "CT series"
                : $"{series} CT series",
            Rows = slices.Count,
            Columns = columns,
            MaskClasses = annotations?.Classes ?? MaskClasses.None,
            FoundClasses = annotations?.FoundClasses,
            Undecided = annotations?.Undecided,
        };
    }

    /// <summary>Masks of a segmentation without images: one row for each slice, with all its segments combined.</summary>
    public static TableIndex From(IReadOnlyList<Segmentation> segmentations, MaskReading reading)
    {
        var classes = new SegmentClasses(segmentations.SelectMany(segmentation => segmentation.Segments), reading.Lesion);
        var slices = segmentations
            .SelectMany(segmentation => segmentation.Frames)
            .GroupBy(GetSlice)
            .Select(group => group.ToArray())
            .OrderBy(group => group[0].Of.File.Path, StringComparer.Ordinal)
            .ThenBy(group => group[0].Plane.PositionMm)
            .ToArray();
        SegmentFrame[] firsts = [.. slices.Select(group => group[0])];
        return new TableIndex
        {
            Container = "segmentation",
            Rows = slices.Length,
            MaskClasses = classes.Classes,
            FoundClasses = classes.Found,
            Columns =
            [
                .. Labels([.. firsts.Select(frame => frame.Label)]),
                new CellListColumn(
                    DatasetColumns.Mask,
                    "int8",
                    CellKind.Array,
                    [
                        .. slices.Select(group =>
                            SliceMaskDecoder.CreateArray(
                                group[0].Size,
                                null,
                                [.. group.Select(frame => new SegmentLayer(frame, MaskSampling.AsStored(0)))],
                                classes
                            )
                        ),
                    ]
                ),
                Texts(DatasetColumns.SopUid, firsts.Select(frame => frame.Source?.SopUid)),
                .. Geometry([.. firsts.Select(frame => frame.Plane)]),
                .. Files([.. firsts.Select(frame => frame.Of.File)]),
            ],
        };
    }

    private static IEnumerable<TableColumn> Metadata(IReadOnlyList<CtSlice> slices)
    {
        yield return Texts(DatasetColumns.PatientId, slices.Select(slice => slice.PatientId));
        yield return Texts(DatasetColumns.SeriesUid, slices.Select(slice => slice.ScanUid));
        yield return Texts(DatasetColumns.SopUid, slices.Select(slice => slice.SopUid));
        foreach (var column in Geometry([.. slices.Select(slice => slice.Plane)]))
        {
            yield return column;
        }
        yield return Texts(DatasetColumns.FrameUid, slices.Select(slice => slice.FrameOfReferenceUid));
        yield return Texts(DatasetColumns.StudyUid, slices.Select(slice => slice.StudyUid));
        foreach (var column in Files([.. slices.Select(slice => slice.File)]))
        {
            yield return column;
        }
    }

    /// <summary>A column of labels; empty where no slice has a label.</summary>
    private static IEnumerable<TableColumn> Labels(string?[] labels) =>
        Array.Exists(labels, label => label is not null) ? [Texts(DatasetColumns.Label, labels)] : [];

    private static IEnumerable<TableColumn> Files(DicomFile[] files) =>
        Array.TrueForAll(files, file => file.Folder is not null) ? [Texts(DatasetColumns.File, files.Select(file => file.Path))] : [];

    private static CellListColumn Texts(string name, IEnumerable<string?> texts) => new(name, Text, CellKind.Text, [.. texts]);

    private static IEnumerable<TableColumn> Geometry(IReadOnlyList<FramePlane> slices)
    {
        TableColumn Numbers(string name, Func<FramePlane, double?> number) =>
            new CellListColumn(name, Number, CellKind.Number, [.. slices.Select(slice => (object?)number(slice))]);
        yield return Numbers(DatasetColumns.PositionMm, slice => slice.PositionMm);
        yield return Numbers(DatasetColumns.RowSpacingMm, slice => slice.SpacingMm?.RowMm);
        yield return Numbers(DatasetColumns.ColumnSpacingMm, slice => slice.SpacingMm?.ColumnMm);
        yield return Numbers(DatasetColumns.ThicknessMm, slice => slice.ThicknessMm);
        yield return Texts(DatasetColumns.ImagePositionMm, slices.Select(slice => Join(slice.Origin)));
        yield return Texts(DatasetColumns.ImageOrientation, slices.Select(slice => Join(slice.Orientation)));
    }

    private static string? Join(double[]? numbers) => numbers is null ? null : SlicePlace.Join(numbers);

    /// <summary>The slice that a frame lies on: its plane, and the image that it names.</summary>
    private static object GetSlice(SegmentFrame frame) =>
        (
            frame.Source,
            frame.Source is null ? frame.Of.File.Path : null,
            frame.Plane.Place,
            frame.Size,
            frame is { Source: null, Plane.Place: null } ? frame.Index : 0
        );
}

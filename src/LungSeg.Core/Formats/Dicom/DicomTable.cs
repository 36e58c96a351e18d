using LungSeg.Core.Formats.Columns;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Slices as a table.</summary>
internal static class DicomTable
{
    private const string Text = "object";
    private const string Number = "float64";

    /// <summary>A row for each slice, in their order; a mask where <paramref name="annotations"/> are given.</summary>
    public static TableIndex Of(IReadOnlyList<CtSlice> slices, SliceAnnotations? annotations)
    {
        var columns = new List<TableColumn>();
        if (annotations is not null)
            columns.Add(new CellListColumn(DatasetColumns.Mask, "int8", CellKind.Array, [.. Enumerable.Range(0, slices.Count).Select(annotations.MaskOf)]));
        columns.Add(new CellListColumn(DatasetColumns.HuOld, Number, CellKind.Array, [.. slices.Select(CtPixelDecoder.ArrayOf)]));
        columns.AddRange(Metadata(slices));
        var series = slices.Select(slice => (slice.PatientId, slice.SeriesUid)).Distinct().Count();
        return new TableIndex { Container = series == 1 ? "CT series" : $"{series} CT series", Rows = slices.Count, Columns = columns };
    }

    /// <summary>The masks of a segmentation that stands alone: a row for each slice it was drawn on, its segments joined.</summary>
    public static TableIndex Of(IReadOnlyList<SegmentFrame> frames)
    {
        var slices = frames
            .GroupBy(frame => frame.SourceSopUid ?? (object?)frame.Geometry.PositionMm ?? frame.Frame)
            .Select(group => group.ToArray())
            .OrderBy(group => group[0].Geometry.PositionMm)
            .ToArray();
        return new TableIndex
        {
            Container = "segmentation",
            Rows = slices.Length,
            Columns =
            [
                new CellListColumn(DatasetColumns.Mask, "int8", CellKind.Array, [.. slices.Select(group => SliceMaskDecoder.ArrayOf((group[0].Layout.Rows, group[0].Layout.Columns), null, group))]),
                new CellListColumn(DatasetColumns.SopUid, Text, CellKind.Text, [.. slices.Select(group => group[0].SourceSopUid)]),
                .. Geometry([.. slices.Select(group => group[0].Geometry)]),
            ],
        };
    }

    private static IEnumerable<TableColumn> Metadata(IReadOnlyList<CtSlice> slices)
    {
        TableColumn Texts(string name, Func<CtSlice, string?> text) => new CellListColumn(name, Text, CellKind.Text, [.. slices.Select(text)]);
        yield return Texts(DatasetColumns.PatientId, slice => slice.PatientId);
        yield return Texts(DatasetColumns.SeriesUid, slice => slice.SeriesUid);
        yield return Texts(DatasetColumns.SopUid, slice => slice.SopUid);
        foreach (var column in Geometry([.. slices.Select(slice => slice.Geometry)]))
            yield return column;
        if (slices.All(slice => slice.File.Folder is not null))
            yield return Texts(DatasetColumns.File, slice => slice.File.Path);
    }

    private static IEnumerable<TableColumn> Geometry(IReadOnlyList<SliceGeometry> slices)
    {
        TableColumn Numbers(string name, Func<SliceGeometry, double?> number) => new CellListColumn(name, Number, CellKind.Number, [.. slices.Select(slice => (object?)number(slice))]);
        yield return Numbers(DatasetColumns.PositionMm, slice => slice.PositionMm);
        yield return Numbers(DatasetColumns.RowSpacingMm, slice => slice.RowSpacingMm);
        yield return Numbers(DatasetColumns.ColumnSpacingMm, slice => slice.ColumnSpacingMm);
        yield return Numbers(DatasetColumns.ThicknessMm, slice => slice.ThicknessMm);
    }
}

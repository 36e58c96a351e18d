using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Lidc;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets.Collections;

/// <summary>The tables of an index of slices.</summary>
internal static class RecordTables
{
    /// <summary>The images of a collection, one a line.</summary>
    public static RecordTable<SliceRecord> Slices { get; } =
        new(
            "lungseg/slice-index/1",
            [
                new("key", RecordKind.Text, slice => Format(slice.Key)),
                new("padding_key", RecordKind.Text, slice => Format(slice.PaddingKey)),
                new("minimum", RecordKind.Number, slice => slice.Minimum),
                new("maximum", RecordKind.Number, slice => slice.Maximum),
                new("sum", RecordKind.Number, slice => slice.Sum),
                new("rows", RecordKind.Integer, slice => slice.Rows),
                new("columns", RecordKind.Integer, slice => slice.Columns),
                new("modality", RecordKind.Text, slice => slice.Modality),
                new(DatasetColumns.PatientId, RecordKind.Text, slice => slice.PatientId),
                new(DatasetColumns.StudyUid, RecordKind.Text, slice => slice.StudyUid),
                new(DatasetColumns.SeriesUid, RecordKind.Text, slice => slice.SeriesUid),
                new(DatasetColumns.SopUid, RecordKind.Text, slice => slice.SopUid),
                new("instance_number", RecordKind.Integer, slice => slice.InstanceNumber),
                new(DatasetColumns.ImagePositionMm, RecordKind.Text, slice => slice.ImagePositionMm),
                new(DatasetColumns.ImageOrientation, RecordKind.Text, slice => slice.ImageOrientation),
                new(DatasetColumns.PositionMm, RecordKind.Number, slice => slice.PositionMm),
                new(DatasetColumns.RowSpacingMm, RecordKind.Number, slice => slice.RowSpacingMm),
                new(DatasetColumns.ColumnSpacingMm, RecordKind.Number, slice => slice.ColumnSpacingMm),
                new(DatasetColumns.ThicknessMm, RecordKind.Number, slice => slice.ThicknessMm),
                new("manufacturer", RecordKind.Text, slice => slice.Manufacturer),
                new("kernel", RecordKind.Text, slice => slice.Kernel),
            ],
            CreateSlice
        );

    /// <summary>What readers drew: one line a nodule, reader, slice and kind of area.</summary>
    public static RecordTable<ReadingRecord> Readings { get; } =
        new(
            "lungseg/slice-readings/1",
            [
                new(DatasetColumns.SopUid, RecordKind.Text, reading => reading.SopUid),
                new("nodule_id", RecordKind.Text, reading => reading.NoduleId),
                new("nodule", RecordKind.Integer, reading => reading.Nodule),
                new("reader", RecordKind.Integer, reading => reading.Reader),
                new("inclusion", RecordKind.Flag, reading => reading.Inclusion),
                new("rle", RecordKind.Text, reading => reading.Rle),
                .. LidcNodule.Characteristics.Select(
                    (name, at) => new RecordField<ReadingRecord>(name, RecordKind.Integer, reading => reading.Ratings[at])
                ),
            ],
            values => new ReadingRecord
            {
                SopUid = (string?)values[0] ?? string.Empty,
                NoduleId = (string?)values[1],
                Nodule = (int?)values[2] ?? 0,
                Reader = (int?)values[3] ?? 0,
                Inclusion = (bool?)values[4] ?? true,
                Rle = (string?)values[5] ?? string.Empty,
                Ratings = [.. values.Skip(6).Select(value => (int?)value)],
            }
        );

    private static SliceRecord CreateSlice(IReadOnlyList<object?> values) =>
        new()
        {
            Key = ParseKey(values[0]),
            PaddingKey = ParseKey(values[1]),
            Minimum = (double?)values[2],
            Maximum = (double?)values[3],
            Sum = (double?)values[4],
            Rows = (int?)values[5] ?? 0,
            Columns = (int?)values[6] ?? 0,
            Modality = (string?)values[7],
            PatientId = (string?)values[8],
            StudyUid = (string?)values[9],
            SeriesUid = (string?)values[10],
            SopUid = (string?)values[11],
            InstanceNumber = (int?)values[12],
            ImagePositionMm = (string?)values[13],
            ImageOrientation = (string?)values[14],
            PositionMm = (double?)values[15],
            RowSpacingMm = (double?)values[16],
            ColumnSpacingMm = (double?)values[17],
            ThicknessMm = (double?)values[18],
            Manufacturer = (string?)values[19],
            Kernel = (string?)values[20],
        };

    private static string? Format(UInt128? key) => key is { } hash ? ContentKey.Format(hash) : null;

    private static UInt128? ParseKey(object? value) =>
        value is not string text ? null
        : ContentKey.IsKey(text) ? UInt128.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        : throw new FormatException($"a key is '{PrintableText.Escape(text, 40)}', expected 32 hexadecimal digits");
}

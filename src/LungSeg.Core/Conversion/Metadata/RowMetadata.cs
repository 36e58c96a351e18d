using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Metadata;

/// <summary>
/// The metadata of a run's rows as one table: name, label, class, place in the split, and what the input says of patient, series and place.
/// </summary>
internal sealed class RowMetadata
{
    public RowMetadata(ExportRun run)
    {
        ClassId = new("class_id", MetadataType.Integer, row => run.Classes.GetNumber(row.Row));
        Class = new("class", MetadataType.Text, row => run.Classes.GetName(row.Row));
        Height = new("rows", MetadataType.Integer, row => run.Figures[row.Position]?.Size.Height);
        Width = new("columns", MetadataType.Integer, row => run.Figures[row.Position]?.Size.Width);
        LesionPixels = new("lesion_px", MetadataType.Integer, row => run.Figures[row.Position]?.LesionPixels);
        IEnumerable<MetadataColumn> optional =
        [
            .. FromTexts(
                DatasetColumns.PatientId,
                DatasetColumns.SeriesUid,
                DatasetColumns.SopUid,
                DatasetColumns.ImagePositionMm,
                DatasetColumns.ImageOrientation,
                DatasetColumns.FrameUid,
                DatasetColumns.StudyUid
            ),
            .. FromNumbers(
                DatasetColumns.PositionMm,
                DatasetColumns.RowSpacingMm,
                DatasetColumns.ColumnSpacingMm,
                DatasetColumns.ThicknessMm
            ),
            Part,
            Fold,
            Group,
        ];
        Known = [.. optional.Where(IsKnown)];
        Texts = IsKnown(Label) ? [Label, .. Known] : Known;

        bool IsKnown(MetadataColumn column) => run.Rows.Any(row => column.GetValue(row) is not null);
    }

    /// <summary>Name of the row.</summary>
    public static MetadataColumn Row { get; } = new("row", MetadataType.Text, row => row.Name);

    /// <summary>Label as the input gives it.</summary>
    public static MetadataColumn Label { get; } = new(DatasetColumns.Label, MetadataType.Text, row => row.Row.LabelText);

    /// <summary>Part of the split.</summary>
    public static MetadataColumn Part { get; } = new("part", MetadataType.Text, row => row.Part);

    /// <summary>Fold of the split.</summary>
    public static MetadataColumn Fold { get; } = new("fold", MetadataType.Integer, row => row.Fold);

    /// <summary>Group that a split keeps together.</summary>
    public static MetadataColumn Group { get; } = new("group", MetadataType.Text, row => row.Group);

    /// <summary>Name of the row's class.</summary>
    public MetadataColumn Class { get; }

    /// <summary>Number of the row's class.</summary>
    public MetadataColumn ClassId { get; }

    /// <summary>Height of the slice as it was written; missing before it is written, and where no slice is written.</summary>
    public MetadataColumn Height { get; }

    /// <summary>Width of the slice, as <see cref="Height"/>.</summary>
    public MetadataColumn Width { get; }

    /// <summary>Lesion pixels of the slice, as <see cref="Height"/>.</summary>
    public MetadataColumn LesionPixels { get; }

    /// <summary>The columns of the input and of the split in which at least one row has a value.</summary>
    public IReadOnlyList<MetadataColumn> Known { get; }

    /// <summary>The columns of training formats: name, label, class and its number, and <see cref="Known"/>.</summary>
    public IEnumerable<MetadataColumn> RowColumns => [Row, Label, Class, ClassId, .. Known];

    /// <summary>The columns of formats that hold whole rows: the label, where a row has one, and <see cref="Known"/>.</summary>
    public IReadOnlyList<MetadataColumn> Texts { get; }

    private static IEnumerable<MetadataColumn> FromTexts(params string[] names) =>
        names.Select(name => new MetadataColumn(name, MetadataType.Text, row => row.Row.GetText(name)));

    private static IEnumerable<MetadataColumn> FromNumbers(params string[] names) =>
        names.Select(name => new MetadataColumn(name, MetadataType.Real, row => row.Row.GetNumber(name)));
}

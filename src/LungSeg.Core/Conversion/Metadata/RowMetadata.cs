using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Metadata;

/// <summary>
/// The metadata of a run's rows as one table: name, label, class, place in the split, and what the input says of patient, series and place.
/// </summary>
internal sealed class RowMetadata
{
    private readonly ExportRun _run;

    public RowMetadata(ExportRun run)
    {
        _run = run;
        ClassId = new("class_id", MetadataType.Integer, row => run.Classes.GetNumber(row.Row));
        Class = new("class", MetadataType.Text, row => run.Classes.GetName(row.Row));
        Height = new("rows", MetadataType.Integer, row => run.Figures[row.Position]?.Size.Height);
        Width = new("columns", MetadataType.Integer, row => run.Figures[row.Position]?.Size.Width);
        LesionPixels = new("lesion_px", MetadataType.Integer, row => run.Figures[row.Position]?.LesionPixels);
        Known = [.. Texts.Select(GetText).Concat(Numbers.Select(GetNumber)).Concat([Part, Fold, Group]).Where(IsKnown)];
        var extra = ExtraColumns.Read(run, [.. Known.Select(column => column.Name)]);
        (Extra, LeftOut, Notes) = (extra.Columns, extra.LeftOut, extra.Notes);
    }

    private static IReadOnlyList<string> Texts { get; } =
    [
        DatasetColumns.PatientId,
        DatasetColumns.SeriesUid,
        DatasetColumns.SopUid,
        DatasetColumns.ImagePositionMm,
        DatasetColumns.ImageOrientation,
        DatasetColumns.FrameUid,
        DatasetColumns.StudyUid,
    ];

    private static IReadOnlyList<string> Numbers { get; } =
    [DatasetColumns.PositionMm, DatasetColumns.RowSpacingMm, DatasetColumns.ColumnSpacingMm, DatasetColumns.ThicknessMm];

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

    /// <summary>The label in the type that it has in the inputs.</summary>
    public MetadataColumn TypedLabel => field ??= GetTyped(Label);

    /// <summary>The label, where a row has one, and <see cref="Known"/>, in the types that they have in the inputs.</summary>
    public IReadOnlyList<MetadataColumn> Stored => field ??= [.. Known.Prepend(Label).Where(IsKnown).Select(GetTyped)];

    /// <summary>The columns of formats that hold whole rows: <see cref="Stored"/> and <see cref="Extra"/>.</summary>
    public IEnumerable<MetadataColumn> TableColumns => Stored.Concat(Extra);

    /// <summary>The columns that only the inputs know and the format holds, with the names under which it does.</summary>
    public IReadOnlyList<MetadataColumn> Extra { get; }

    /// <summary>Names of the columns of the inputs that are not written.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>What is said of columns of the inputs.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The columns of training formats: name, label, class and its number, <see cref="Known"/> and <see cref="Extra"/>.</summary>
    public IEnumerable<MetadataColumn> RowColumns => [Row, Label, Class, ClassId, .. Known, .. Extra];

    private bool IsKnown(MetadataColumn column) => _run.Rows.Any(row => column.GetValue(row) is not null);

    // A column of the split has no cells, and cells without a value of their own are text.
    private MetadataColumn GetTyped(MetadataColumn column) =>
        column == Part || column == Fold || column == Group ? column
        : InputColumn.Read(column.Name, _run.Rows) is { Unread: null, Column: var typed }
        && (typed.Type, typed.Categories) != (MetadataType.Text, null)
            ? typed
        : column;

    private static MetadataColumn GetText(string name) => new(name, MetadataType.Text, row => row.Row.GetText(name));

    private static MetadataColumn GetNumber(string name) => new(name, MetadataType.Real, row => row.Row.GetNumber(name));
}

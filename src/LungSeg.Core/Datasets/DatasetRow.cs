using System.Globalization;
using System.Runtime.CompilerServices;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>One row of a data set: its name, its label, and where its arrays lie. Holds no pixels.</summary>
/// <remarks>Two rows are equal where they are one row of one input: a list may make them anew whenever they are asked for.</remarks>
public sealed class DatasetRow : IEquatable<DatasetRow>
{
    private readonly LabelCell _label;
    private ArrayInfo? _mask;
    private ArrayInfo? _hu;
    private ArrayInfo? _huOld;

    internal DatasetRow(DatasetInput input, long index)
    {
        Input = input;
        Index = index;
        _label = LabelCell.Read(input.Columns.Label, index);
    }

    /// <summary>The file it is in.</summary>
    public DatasetInput Input { get; }

    /// <summary>Position in the input, from 0. The index of a DataFrame is ignored.</summary>
    public long Index { get; }

    /// <summary>Row name, <c>stem:index</c>, for example <c>lung_cancer_train:17</c>.</summary>
    public string Name => $"{Input.Stem}:{Index}";

    /// <summary>The label as it stands in the file; null where it is missing.</summary>
    /// <exception cref="Bytes.DatasetFormatException">The cell holds neither text nor a number.</exception>
    public string? LabelText => _label.IsRead ? _label.Text : throw SliceCell.RefuseLabel(this);

    /// <summary>The label as <see cref="LabelText"/>; null also where it is neither text nor a number. For what describes a file.</summary>
    public string? FoundLabelText => _label.Text;

    /// <summary>The label as a Lung-RADS class; null where the text is not a class. A number n from 0 to 3 is the class LRn.</summary>
    public LungRads? Label => _label.Class;

    /// <summary>The class, <c>unknown</c> for a label that is none, or null for a missing label.</summary>
    public string? ClassName => Label?.Class ?? (_label is { IsRead: true, Text: null } ? null : LungRads.Unknown);

    /// <summary>Whether the input has labels and this row has none.</summary>
    public bool HasMissingLabel => Input.Columns.Label is not null && _label is { IsRead: true, Text: null };

    /// <summary>Where the cancer mask lies, [row, col]; null without one.</summary>
    /// <exception cref="Bytes.DatasetFormatException">
    /// The cell holds something else than a slice, or the mask lies elsewhere than its image.
    /// </exception>
    public ArrayInfo? Mask =>
        MaskFault is { } fault ? throw SliceCell.RefuseMask(this, fault) : SliceCell.Require(this, FoundMask, DatasetColumns.Mask);

    /// <summary>Where <c>hu_array</c> lies, [row, col]; null without one.</summary>
    /// <exception cref="Bytes.DatasetFormatException">The cell holds something else than a slice.</exception>
    public ArrayInfo? Hu => SliceCell.Require(this, FoundHu, DatasetColumns.Hu);

    /// <summary>Where <c>hu_array_old</c> lies, [row, col]; null without one.</summary>
    /// <exception cref="Bytes.DatasetFormatException">The cell holds something else than a slice.</exception>
    public ArrayInfo? HuOld => SliceCell.Require(this, FoundHuOld, DatasetColumns.HuOld);

    /// <summary>The array in the mask's cell, whatever it is; null where the cell holds no array. For what describes a file.</summary>
    public ArrayInfo? FoundMask => _mask ??= SliceCell.Find(Input.Columns.Mask, Index);

    /// <summary>The mask as it is stored, whichever of its classes are the lesion.</summary>
    internal ArrayInfo? StoredMask => Input.Columns.Mask is LesionColumn chosen ? SliceCell.Find(chosen.Below, Index) : FoundMask;

    /// <summary>The array in the cell of <c>hu_array</c>, whatever it is.</summary>
    public ArrayInfo? FoundHu => _hu ??= SliceCell.FindHu(Input.Columns.Hu, Index);

    /// <summary>The array in the cell of <c>hu_array_old</c>, whatever it is.</summary>
    public ArrayInfo? FoundHuOld => _huOld ??= SliceCell.FindHu(Input.Columns.HuOld, Index);

    /// <summary>Whether both HU arrays are one object in the file, as the authors' code stores a row whose thresholding failed.</summary>
    public bool HuIsHuOld => FoundHu is not null && ReferenceEquals(FoundHu, FoundHuOld);

    /// <inheritdoc/>
    public bool Equals(DatasetRow? other) => other is not null && Index == other.Index && ReferenceEquals(Input, other.Input);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DatasetRow);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Input), Index);

    /// <summary>Whether two rows are one row of one input.</summary>
    public static bool operator ==(DatasetRow? left, DatasetRow? right) => left?.Equals(right) ?? right is null;

    /// <summary>Whether two rows are not one row of one input.</summary>
    public static bool operator !=(DatasetRow? left, DatasetRow? right) => !(left == right);

    /// <summary>Returns the row's arrays, which are read at first use.</summary>
    public CtSample Load() => new(this);

    /// <summary>
    /// The cell of another column as text, for example of <see cref="DatasetColumns.PatientId"/>; null where the input has no such column,
    /// the cell is missing, or it holds no text or number.
    /// </summary>
    public string? GetText(string column) => Input.FindColumn(column) is { } found ? CellText(found[Index]) : null;

    /// <summary>
    /// The cell of another column as a number, parsed where it is text, for example of <see cref="DatasetColumns.PositionMm"/>; else null.
    /// </summary>
    public double? GetNumber(string column) =>
        Input.FindColumn(column)?[Index].Value switch
        {
            double number => number,
            long number => number,
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };

    /// <summary>
    /// The id in a column such as <see cref="DatasetColumns.PatientId"/>, as the text by which ids are compared: 1, 1.0 and '1.0' are one;
    /// null where the input has no such column, or the cell holds no id.
    /// </summary>
    public string? GetId(string column) => Input.FindColumn(column) is { } found ? IdText.From(found[Index]) : null;

    /// <summary>
    /// The cell of another column for documents: text, number or truth value, dates and durations as text in ISO 8601; null where it is
    /// missing.
    /// </summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="value">The value.</param>
    /// <returns>False where there is no such column, or its cell holds something else.</returns>
    public bool TryGetPlain(string column, out object? value)
    {
        var cell = Input.FindColumn(column) is { } found ? found[Index] : Cell.Other;
        value = cell.Value switch
        {
            string or long or double or bool => cell.Value,
            IFormattable other when cell.IsValue => other.ToString(null, CultureInfo.InvariantCulture),
            _ => null,
        };
        return value is not null || cell.Kind == CellKind.Missing;
    }

    /// <summary>Pixel spacing, where the input holds it: DICOM, NIfTI, and files converted from these. Else null.</summary>
    public PixelSpacing? SpacingMm =>
        GetPositive(DatasetColumns.RowSpacingMm) is { } row && GetPositive(DatasetColumns.ColumnSpacingMm) is { } column
            ? new PixelSpacing(row, column)
            : null;

    /// <summary>
    /// Where the slice lies, by the columns of position, orientation and spacing: DICOM, NIfTI, and files converted from these. Else null.
    /// </summary>
    public SlicePlace? Place =>
        SlicePlace.Parse(GetText(DatasetColumns.ImagePositionMm), GetText(DatasetColumns.ImageOrientation), SpacingMm);

    /// <summary>
    /// Why the mask is not that of the image: it lies elsewhere in the patient, and nothing says which is meant; null where it is.
    /// </summary>
    public string? MaskFault => Input.Index.MaskFaults?.Invoke(Index);

    /// <summary>A finite number above 0, or null.</summary>
    internal double? GetPositive(string column) => GetNumber(column) is { } number and > 0 and < double.PositiveInfinity ? number : null;

    internal Cell GetCell(int column) => Input.Index.Columns[column][Index];

    private static string? CellText(Cell cell) =>
        cell.Value switch
        {
            // npy, npz and HDF5 have no other way to say that a text is missing than an empty one.
            null or ArrayInfo or "" or double.NaN => null,
            string text => text,
            double number => GetPythonText(number),
            IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
            var other => other.ToString(),
        };

    private static string Plain(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Python writes 2.0 where .NET writes 2.</summary>
    internal static string GetPythonText(double number) =>
        double.IsInteger(number) && Math.Abs(number) < 1e16 ? Plain(number) + ".0" : Plain(number);
}

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
    private readonly Cell _label;
    private string? _labelText;
    private ArrayInfo? _mask;
    private ArrayInfo? _hu;
    private ArrayInfo? _huOld;

    internal DatasetRow(DatasetInput input, long index)
    {
        Input = input;
        Index = index;
        _label = input.Columns.Label?[index] ?? Cell.Missing;
    }

    /// <summary>The file it is in.</summary>
    public DatasetInput Input { get; }

    /// <summary>Position in the input, from 0. The index of a DataFrame is ignored.</summary>
    public long Index { get; }

    /// <summary>Row name, <c>stem:index</c>, for example <c>lung_cancer_train:17</c>.</summary>
    public string Name => $"{Input.Stem}:{Index}";

    /// <summary>The label as it stands in the file; null where it is missing: None, NaN, pandas.NA or an empty text.</summary>
    public string? LabelText => _labelText ??= CellText(_label);

    /// <summary>The label as a Lung-RADS class; null where the text is not a class.</summary>
    public LungRads? Label => LungRads.TryParse(_label.Value is double number ? Plain(number) : LabelText, out var label) ? label : null;

    /// <summary>Where the cancer mask lies; null without one.</summary>
    public ArrayInfo? Mask => _mask ??= Input.Columns.Mask?[Index].Array;

    /// <summary>Where <c>hu_array</c> lies; null without one.</summary>
    public ArrayInfo? Hu => _hu ??= Input.Columns.Hu?[Index].Array;

    /// <summary>Where <c>hu_array_old</c> lies; null without one.</summary>
    public ArrayInfo? HuOld => _huOld ??= Input.Columns.HuOld?[Index].Array;

    /// <summary>Whether both HU arrays are one object in the file, as the authors' code stores a row whose thresholding failed.</summary>
    public bool HuIsHuOld => Hu is not null && ReferenceEquals(Hu, HuOld);

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

    /// <summary>Pixel spacing, where the input holds it: DICOM, NIfTI, and files converted from these. Else null.</summary>
    public PixelSpacing? SpacingMm =>
        GetPositive(DatasetColumns.RowSpacingMm) is { } row && GetPositive(DatasetColumns.ColumnSpacingMm) is { } column
            ? new PixelSpacing(row, column)
            : null;

    /// <summary>A finite number above 0, or null.</summary>
    internal double? GetPositive(string column) => GetNumber(column) is { } number and > 0 and < double.PositiveInfinity ? number : null;

    /// <summary>
    /// The canonical class of the label, <see cref="LungRads.Unknown"/> where it is none; null where the label is missing.
    /// </summary>
    public string? ClassName => Label?.Class ?? (LabelText is null ? null : LungRads.Unknown);

    internal Cell GetCell(int column) => Input.Index.Columns[column][Index];

    private static string? CellText(Cell cell) =>
        cell.Value switch
        {
            // npy, npz and HDF5 have no other way to say that a text is missing than an empty one.
            null or ArrayInfo or "" or double.NaN => null,
            string text => text,
            double number => PythonFloat(number),
            IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
            var other => other.ToString(),
        };

    private static string Plain(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Python writes 2.0 where .NET writes 2.</summary>
    private static string PythonFloat(double number) =>
        double.IsInteger(number) && Math.Abs(number) < 1e16 ? Plain(number) + ".0" : Plain(number);
}

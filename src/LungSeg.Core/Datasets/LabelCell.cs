using System.Globalization;
using LungSeg.Core.Formats;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>The text of a label's cell: text, bytes or a number. A missing label has none, and so has an empty text.</summary>
/// <param name="Text">The text; null where the label is missing.</param>
/// <param name="IsNumber">Whether the cell holds a number.</param>
/// <param name="IsRead">Whether the label is missing, or has a text. Other values have none.</param>
internal readonly record struct LabelCell(string? Text, bool IsNumber, bool IsRead)
{
    public static LabelCell Read(TableColumn? column, long row) => column is null ? new LabelCell(null, false, true) : From(column[row]);

    public static LabelCell From(Cell cell) =>
        cell switch
        {
            { Kind: CellKind.Missing } or { Value: "" or double.NaN } => new(null, false, true),
            { Kind: CellKind.Opaque } => new(null, false, false),
            { Value: string text } => new(text, false, true),
            { Value: double number } => new(WithoutFraction(number), true, true),
            { Kind: CellKind.Number, Value: IFormattable number } => new(number.ToString(null, CultureInfo.InvariantCulture), true, true),
            { Kind: CellKind.Category or CellKind.DateTime, Value: IFormattable value } => new(
                value.ToString(null, CultureInfo.InvariantCulture),
                value is long,
                true
            ),
            { Value: bool flag } => new(flag ? "True" : "False", false, true),
            _ => new(null, false, false),
        };

    /// <summary>The Lung-RADS class; null where the text is none. The text of a float, 2.0, is read as its number.</summary>
    public LungRads? Class => LungRads.TryParse(Text is [>= '0' and <= '3', '.', '0'] ? Text[..1] : Text, out var label) ? label : null;

    /// <summary>A whole number without its fraction: 2.0 is the label 2.</summary>
    private static string WithoutFraction(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.Json;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Conversion.Pictures;

/// <summary>
/// The columns of <c>metadata.jsonl</c>. Hugging Face infers a column's type from its values, refuses splits whose types differ, and gives
/// a column of nulls a type of its own.
/// </summary>
internal sealed class HfColumns
{
    private const int MissingNumber = -1;

    // Hugging Face looks at the first 10 MB of each table; a line is under 2 KB.
    private const int RowsLookedAt = 4096;
    private readonly MetadataColumn[] _columns;
    private readonly HashSet<MetadataColumn> _filled;

    /// <param name="run">The run.</param>
    /// <param name="getFolder">Folder of the part that a row goes to.</param>
    public HfColumns(ExportRun run, Func<ExportRow, string> getFolder)
    {
        var parts = run.RowsByPart.GroupBy(getFolder).Select(part => part.Take(RowsLookedAt).ToArray()).ToArray();
        var torn = run.Metadata.RowColumns.Where(column => parts.Select(part => IsKnown(column, part)).Distinct().Count() > 1).ToList();
        _filled = [.. torn.Where(column => column.Type is MetadataType.Integer or MetadataType.Text)];
        LeftOut = [.. torn.Where(column => !_filled.Contains(column)).Select(column => column.Name)];
        _columns = [.. run.Metadata.RowColumns.Where(column => !LeftOut.Contains(column.Name)), run.Metadata.LesionPixels];
    }

    /// <summary>Names of columns of values that are null throughout a part, and for which none can stand for a missing value.</summary>
    public string[] LeftOut { get; }

    /// <summary>Name and Arrow type of each column.</summary>
    public IEnumerable<(string Name, string DType)> Features =>
        _columns.Select(column =>
            (
                column.Name,
                column.Type switch
                {
                    MetadataType.Integer or MetadataType.Long => "int64",
                    MetadataType.Bool => "bool",
                    MetadataType.Real => "float64",
                    _ => "string",
                }
            )
        );

    /// <summary>Writes the values of a row.</summary>
    public void Write(Utf8JsonWriter json, ExportRow row)
    {
        foreach (var column in _columns)
        {
            var value = column.GetPlain(row);
            if (value is null && _filled.Contains(column))
            {
                value = column.Type == MetadataType.Integer ? MissingNumber : string.Empty;
            }

            if (value is double real && double.IsFinite(real))
            {
                json.WritePropertyName(column.Name);
                json.WriteRawValue(GetText(real));
            }
            else
            {
                JsonText.Write(json, column.Name, value);
            }
        }
    }

    /// <summary>Formats a real number so that it is not read as an integer, which would change the column's type.</summary>
    private static string GetText(double value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text;
    }

    private static bool IsKnown(MetadataColumn column, ExportRow[] rows) =>
        rows.Any(row => column.GetValue(row) is { } value && (value is not double real || double.IsFinite(real)));
}

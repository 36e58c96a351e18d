using System.Globalization;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Metadata;

/// <summary>
/// What training formats say of a row beside its pixels, with the type of each: name, label, class and its number, and the columns of
/// <see cref="RowTexts"/>.
/// </summary>
internal sealed class RowFacts
{
    private readonly ExportRun _run;
    private readonly (string Name, IReadOnlyList<string?> Values)[] _texts;

    public RowFacts(ExportRun run)
    {
        _run = run;
        _texts = [.. RowTexts.Of(run)];
    }

    /// <summary>Names of the facts, and their types as Arrow calls them.</summary>
    public IEnumerable<(string Name, string DType)> Columns =>
        [
            ("row", "string"),
            (DatasetColumns.Label, "string"),
            ("class", "string"),
            ("class_id", "int64"),
            .. _texts.Select(text => (text.Name, TypeOf(text.Name))),
        ];

    /// <summary>The facts of a row, all of them, null where one is not known.</summary>
    public IReadOnlyList<(string Name, object? Value)> Of(ExportRow row) =>
        [
            ("row", row.Name),
            (DatasetColumns.Label, row.Row.LabelText),
            ("class", _run.Classes.NameOf(row.Row)),
            ("class_id", _run.Classes.NumberOf(row.Row)),
            .. _texts.Select(text => (text.Name, Typed(text.Name, text.Values[row.Position]))),
        ];

    private static string TypeOf(string name) =>
        name == "fold" ? "int64"
        : RowTexts.IsNumber(name) ? "float64"
        : "string";

    private static object? Typed(string name, string? text) =>
        text is null
            ? null
            : TypeOf(name) switch
            {
                "int64" => int.Parse(text, CultureInfo.InvariantCulture),
                "float64" => double.Parse(text, CultureInfo.InvariantCulture),
                _ => text,
            };
}

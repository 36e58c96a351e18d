using System.Text.Json;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Imaging;
using LungSeg.Core.Matching.Documents;
using LungSeg.Core.Model;
using LungSeg.Core.Selection;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Browsing;

/// <summary>The documents that the page reads: what is known at the start, and what the survey has found since.</summary>
public static class PageDocument
{
    // Columns of a table beside the four of the data set; a page cannot show hundreds.
    private const int MostColumns = 40;

    private static readonly (string Name, HuWindow Window)[] Windows =
    [
        ("lung", HuWindow.Lung),
        ("mediastinum", HuWindow.Mediastinum),
        ("bone", HuWindow.Bone),
    ];

    private static readonly string[] OwnColumns = [DatasetColumns.Label, DatasetColumns.Mask, DatasetColumns.Hu, DatasetColumns.HuOld];

    /// <summary>Writes what the index holds: rows with their labels, the names of figures and rules, the marks.</summary>
    /// <param name="json">Receives an object.</param>
    /// <param name="survey">The survey of the rows.</param>
    /// <param name="marks">The marks.</param>
    public static void WriteStart(Utf8JsonWriter json, RowSurvey survey, JoinedMarks marks)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(survey);
        ArgumentNullException.ThrowIfNull(marks);
        json.WriteStartObject();
        json.WriteString("version", ToolVersion.Text);
        WriteInputs(json, survey.Dataset);
        WriteFigures(json);
        WriteRules(json);
        json.WriteStartObject("windows");
        foreach (var (name, window) in Windows)
        {
            json.WriteStartArray(name);
            json.WriteNumberValue(window.Low);
            json.WriteNumberValue(window.High);
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteTexts("methods", SlicePixels.MethodNames);
        json.WriteTexts("predictions", survey.Predictions.Select(set => set.Name));
        json.WriteTexts("known_marks", RowMarks.Known);
        json.WriteString("marks_file", Path.GetFileName(marks.Path));
        json.WriteTexts("mark_conflicts", marks.Conflicts);
        WriteRows(json, survey);
        WriteMarks(json, marks);
        json.WriteEndObject();
    }

    /// <summary>Writes what the survey has found since the caller asked last, and the marks where they changed.</summary>
    /// <param name="json">Receives an object.</param>
    /// <param name="survey">The survey.</param>
    /// <param name="marks">The marks.</param>
    /// <param name="seen">What the caller has seen.</param>
    public static void WriteState(Utf8JsonWriter json, RowSurvey survey, JoinedMarks marks, SeenState seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(survey);
        ArgumentNullException.ThrowIfNull(marks);
        var state = survey.GetState(seen.Rows, seen.RowsAtMost);
        json.WriteStartObject();
        json.WriteString("phase", state.Phase.ToString().ToLowerInvariant());
        json.WriteNumber("done", state.Done);
        json.WriteNumber("next", state.Next);
        json.WriteString("failure", state.Failure);
        json.WriteStartArray("rows");
        foreach (var row in state.Rows)
        {
            WriteRow(json, row);
        }
        json.WriteEndArray();
        if (state.Result is { } result && !seen.HasResult)
        {
            WriteResult(json, survey, result);
        }
        if (marks.Revision != seen.MarksRevision)
        {
            WriteMarks(json, marks);
        }
        json.WriteEndObject();
    }

    /// <summary>Writes the marks of all rows, and their revision.</summary>
    /// <param name="json">Receives the fields of an object.</param>
    /// <param name="marks">The marks.</param>
    public static void WriteMarks(Utf8JsonWriter json, JoinedMarks marks)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(marks);
        var (revision, all) = marks.GetAll();
        json.WriteNumber("marks_revision", revision);
        json.WriteStartObject("marks");
        foreach (var row in all)
        {
            json.WriteStartObject(row.Key);
            foreach (var mark in row.Value)
            {
                json.WriteString(mark.Mark, mark.Note);
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteInputs(Utf8JsonWriter json, Dataset dataset)
    {
        json.WriteStartArray("inputs");
        foreach (var input in dataset.Inputs)
        {
            json.WriteStartObject();
            json.WriteString("stem", input.Stem);
            json.WriteString("format", input.Format);
            json.WriteNumber("rows", input.RowCount);
            json.WriteNumber("bytes", input.ByteLength);
            json.WriteBoolean("hu", input.HoldsHu);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteFigures(Utf8JsonWriter json)
    {
        json.WriteStartArray("figures");
        foreach (var column in ShownFigures)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("family", FigureFamilyNames.Get(column.Family)[0]);
            json.WriteString("definition", column.Definition);
            json.WriteBoolean("word", column.Words is not null);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static IEnumerable<FigureColumn> ShownFigures => FigureColumns.All.Where(column => (column.Family & FigureFamilies.All) != 0);

    private static void WriteRules(Utf8JsonWriter json)
    {
        json.WriteStartObject("rules");
        foreach (var rule in RuleCatalog.All)
        {
            json.WriteStartObject(rule.Id);
            json.WriteString("name", rule.Name);
            json.WriteString("summary", rule.Summary);
            json.WriteString("remedy", rule.Remedy);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteRows(Utf8JsonWriter json, RowSurvey survey)
    {
        var columns = survey.Dataset.Inputs.ToDictionary(
            input => input,
            input => input.ColumnNames.Where(name => !OwnColumns.Contains(name)).Take(MostColumns).ToArray()
        );
        var numbers = survey.Dataset.Inputs.Select((input, i) => (input, i)).ToDictionary(pair => pair.input, pair => pair.i);
        json.WriteStartArray("rows");
        foreach (var row in survey.Rows)
        {
            json.WriteStartObject();
            json.WriteString("row", row.Name);
            json.WriteString("label", row.FoundLabelText);
            json.WriteString("class", row.ClassName ?? LungRads.Missing);
            json.WriteNumber("input", numbers[row.Input]);
            if ((row.FoundHuOld ?? row.FoundHu ?? row.FoundMask) is { Shape: [var height, var width] })
            {
                json.WriteNumber("height", height);
                json.WriteNumber("width", width);
            }
            WriteColumns(json, row, columns[row.Input]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteColumns(Utf8JsonWriter json, DatasetRow row, string[] columns)
    {
        if (columns.Length == 0)
        {
            return;
        }
        json.WriteStartObject("columns");
        foreach (var name in columns)
        {
            if (row.TryGetPlain(name, out var value) && value is not null)
            {
                json.Write(name, value);
            }
        }
        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, SurveyedRow row)
    {
        json.WriteStartObject();
        json.WriteNumber("at", row.Position);
        if (row.Fault is not null)
        {
            json.WriteString("fault", row.Fault);
        }
        if (row.Figures is { } figures)
        {
            json.WriteStartArray("figures");
            foreach (var column in ShownFigures)
            {
                WriteValue(json, column.GetValue(figures));
            }
            json.WriteEndArray();
        }
        if (row.Dice.Count > 0)
        {
            json.WriteStartArray("dice");
            foreach (var dice in row.Dice)
            {
                WriteValue(json, dice);
            }
            json.WriteEndArray();
        }
        json.WriteStartArray("findings");
        foreach (var finding in row.Findings)
        {
            WriteFinding(json, finding, null);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                // Six digits are more than the page shows or sorts by.
                json.WriteRawValue(number.ToString("G6", System.Globalization.CultureInfo.InvariantCulture));
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static void WriteFinding(Utf8JsonWriter json, Finding finding, int? at)
    {
        json.WriteStartObject();
        if (at is { } position)
        {
            json.WriteNumber("at", position);
        }
        json.WriteString("rule", finding.Rule.Id);
        json.WriteString("severity", Severities.Name(finding.Severity));
        json.WriteString("message", finding.Message);
        json.WriteNumberOrNull("figure", finding.Figure);
        if (finding.Key is not null)
        {
            json.WriteString("key", finding.Key);
        }
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, RowSurvey survey, SurveyResult result)
    {
        var positions = survey.Rows.Select((row, i) => (row, i)).ToDictionary(pair => pair.row, pair => pair.i);
        json.WriteStartObject("result");
        json.WriteStartArray("findings");
        foreach (var finding in result.Findings)
        {
            var row =
                finding.RowIndex is { } index && finding.InputNumber < survey.Dataset.Inputs.Count
                    ? new DatasetRow(survey.Dataset.Inputs[finding.InputNumber], index)
                    : null;
            WriteFinding(json, finding, row is not null && positions.TryGetValue(row, out var at) ? at : null);
        }
        json.WriteEndArray();
        json.WriteStartArray("pairs");
        foreach (var pair in result.Pairs)
        {
            json.WriteStartObject();
            json.WriteNumber("a", positions[pair.A]);
            json.WriteNumber("b", positions[pair.B]);
            json.WriteString("kind", pair.Kind.ToString().ToLowerInvariant());
            json.WriteNumberOrNull("score", Math.Round(pair.Score, 4));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("groups");
        foreach (var group in result.GroupOf)
        {
            WriteValue(json, group);
        }
        json.WriteEndArray();
        json.WriteStartArray("matches");
        foreach (var match in result.Matches)
        {
            json.WriteRawValue(MatchWriter.ToLine(match));
        }
        json.WriteEndArray();
        json.WriteTexts("notes", result.Notes);
        json.WriteEndObject();
    }
}

/// <summary>What a page has seen of a survey.</summary>
/// <param name="Rows">Number of finished rows.</param>
/// <param name="MarksRevision">Revision of the marks.</param>
/// <param name="HasResult">Whether it has what was found in all rows together.</param>
public sealed record SeenState(int Rows, int MarksRevision, bool HasResult)
{
    /// <summary>Rows to write at most; all at once would make the first answer late.</summary>
    public int RowsAtMost { get; init; } = 500;
}

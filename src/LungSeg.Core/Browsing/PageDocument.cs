using System.Text.Json;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;
using LungSeg.Core.Selection;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Browsing;

/// <summary>The document that the page reads at the start: what the index holds.</summary>
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
        json.WriteTexts("predictions", survey.Predictions.Select(set => set.Name));
        json.WriteString("marks_file", Path.GetFileName(marks.Path));
        json.WriteTexts("mark_conflicts", marks.Conflicts);
        WriteRows(json, survey);
        WriteMarks(json, marks);
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

    /// <summary>The figures that the survey computes, in the order in which rows list their values.</summary>
    internal static IEnumerable<FigureColumn> ShownFigures => FigureColumns.All.Where(column => (column.Family & FigureFamilies.All) != 0);

    private static void WriteRules(Utf8JsonWriter json)
    {
        json.WriteStartObject("rules");
        foreach (var rule in RuleCatalog.All)
        {
            json.WriteStartObject(rule.Id);
            json.WriteString("name", rule.Name);
            json.WriteString("summary", rule.Summary);
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
}

using System.Globalization;
using System.Text.Json;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Matching.Documents;
using LungSeg.Core.Selection;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Browsing;

/// <summary>The document that the page reads again and again: what the survey has found since.</summary>
public static class SurveyDocument
{
    /// <summary>Writes what the survey has found since the caller asked last, and the marks where they changed.</summary>
    /// <param name="json">Receives an object.</param>
    /// <param name="survey">The survey.</param>
    /// <param name="marks">The marks.</param>
    /// <param name="seen">What the caller has seen.</param>
    public static void Write(Utf8JsonWriter json, RowSurvey survey, JoinedMarks marks, SeenState seen)
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
            PageDocument.WriteMarks(json, marks);
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
            foreach (var column in PageDocument.ShownFigures)
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
                json.WriteRawValue(number.ToString("G6", CultureInfo.InvariantCulture));
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
        json.WriteNumber("excess", finding.Excess);
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
            var row = finding.FindRow(survey.Dataset);
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

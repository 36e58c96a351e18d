using System.Text.Json;
using LungSeg.Core.Datasets;
using LungSeg.Core.Datasets.Collections;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Model;

namespace LungSeg.Core.Matching.Documents;

/// <summary>Writes matches as JSON, and as a table that can be joined to the rows.</summary>
public static class MatchWriter
{
    /// <summary>The document.</summary>
    public static string ToText(MatchReport report, IReadOnlyList<InputFile> inputs)
    {
        ArgumentNullException.ThrowIfNull(report);
        return ToolDocument.ToText(
            "match",
            inputs,
            json =>
            {
                json.WriteNumber("rows", report.Matches.Count);
                json.WriteCounts(
                    "matched",
                    report.Counts.Select(count => new KeyValuePair<string, long>(SliceMatch.GetName(count.Kind), count.Rows))
                );
                json.WriteNumber("patients", report.Patients);
                json.WriteNumber("series", report.Series);
                json.WriteCounts("unmatched_by_class", report.UnmatchedByClass);
                json.WriteStartObject("index");
                json.WriteNumber("images", report.Index.Slices.Count);
                json.WriteNumber("series", report.Index.SeriesCount);
                json.WriteNumber("patients", report.Index.PatientCount);
                json.WriteNumber("series_of_collection", SliceIndex.CollectionSeries);
                json.WriteEndObject();
                json.WriteStartArray("per_row");
                foreach (var match in report.Matches)
                {
                    json.WriteStartObject();
                    WriteRow(json, match);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteTexts("notes", report.Notes);
            }
        );
    }

    /// <summary>One row as a line of JSON.</summary>
    public static string ToLine(SliceMatch match) => JsonText.Record(json => WriteRow(json, match));

    /// <summary>Writes one line a row, which can be joined to the rows by key or by name. Lists are their number.</summary>
    public static void WriteCsv(MatchReport report, TextWriter text)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var csv = CsvQuoting.Over(text);
        var isHead = true;
        foreach (var match in report.Matches)
        {
            var values = Columns(match).ToArray();
            foreach (var (name, _) in isHead ? values : [])
            {
                csv.WriteField(name);
            }
            if (isHead)
            {
                csv.NextRecord();
            }
            isHead = false;
            foreach (var (_, value) in values)
            {
                csv.WriteField(CsvQuoting.Text(value));
            }
            csv.NextRecord();
        }
        csv.Flush();
    }

    private static IEnumerable<KeyValuePair<string, object?>> Columns(SliceMatch match)
    {
        foreach (var pair in Plain(match))
        {
            yield return pair;
        }
        var readers = match.Readers;
        yield return new("readers", readers?.Readers);
        yield return new("nodule_ids", readers?.NoduleIds.Count);
        for (var i = 0; i < ReadingRecord.Characteristics.Count; i++)
        {
            yield return new(ReadingRecord.Characteristics[i], readers?.GetMedian(i));
        }
        for (var least = 1; least <= ReadingRecord.MaxReaders; least++)
        {
            yield return new(ReaderAgreement.GetDiceColumn(least), readers?.Dice[least - 1]);
        }
        yield return new("unmarked_nodules", readers?.Unmarked.Count);
        yield return new("reason", match.Reason);
        yield return new("other_sources", match.OtherSources.Count);
    }

    /// <summary>Names and values that are no lists.</summary>
    private static IEnumerable<KeyValuePair<string, object?>> Plain(SliceMatch match)
    {
        var source = match.Source;
        yield return new("row", match.Row.Name);
        yield return new("key", match.Key);
        yield return new("kind", SliceMatch.GetName(match.Kind));
        yield return new(DatasetColumns.PatientId, source?.PatientId);
        yield return new(DatasetColumns.StudyUid, source?.StudyUid);
        yield return new(DatasetColumns.SeriesUid, source?.SeriesUid);
        yield return new(DatasetColumns.SopUid, match.IsSameSlice ? source?.SopUid : null);
        yield return new(DatasetColumns.ImagePositionMm, match.ImagePositionMm);
        yield return new(DatasetColumns.ImageOrientation, match.ImageOrientation);
        yield return new(DatasetColumns.PositionMm, match.PositionMm);
        yield return new(DatasetColumns.RowSpacingMm, source?.RowSpacingMm);
        yield return new(DatasetColumns.ColumnSpacingMm, source?.ColumnSpacingMm);
        yield return new(DatasetColumns.ThicknessMm, source?.ThicknessMm);
    }

    private static void WriteRow(Utf8JsonWriter json, SliceMatch match)
    {
        foreach (var (name, value) in Plain(match))
        {
            json.Write(name, value);
        }
        var readers = match.Readers;
        json.Write("readers", readers?.Readers);
        json.WriteTexts("nodule_ids", readers?.NoduleIds ?? []);
        json.WriteStartObject("characteristics");
        for (var i = 0; readers is not null && i < ReadingRecord.Characteristics.Count; i++)
        {
            json.WriteStartObject(ReadingRecord.Characteristics[i]);
            json.WriteNumberOrNull("median", readers.GetMedian(i));
            json.WriteOnOneLine("per_reader", [.. readers.GetRatings(i).Select(rating => (long)rating)]);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteStartArray("dice_readers");
        foreach (var dice in readers?.Dice ?? [])
        {
            if (dice is { } value)
            {
                json.WriteNumberValue(value);
            }
            else
            {
                json.WriteNullValue();
            }
        }
        json.WriteEndArray();
        json.WriteNumberOrNull("malignancy", readers?.Malignancy);
        json.WriteStartArray("unmarked_nodules");
        foreach (var nodule in readers?.Unmarked ?? [])
        {
            json.WriteStartObject();
            json.WriteNumber("readers", nodule.Readers);
            json.WriteNumber("area_px", nodule.AreaPx);
            json.WriteNumberOrNull("row", nodule.Row);
            json.WriteNumberOrNull("col", nodule.Column);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.Write("reason", match.Reason);
        json.WriteTexts("other_sources", match.OtherSources.Select(source => source.Name));
    }
}

using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Matching;

namespace LungSeg.Cli.Output;

/// <summary>JSON of <c>match --make-index</c>.</summary>
internal static class IndexJson
{
    public static string ToText(CollectionReport report) =>
        ToolDocument.ToText(
            "match",
            [],
            json =>
            {
                json.WriteNumber("files", report.FileCount);
                json.WriteNumber("images", report.Index.Slices.Count);
                json.WriteNumber("new_images", report.NewSlices);
                json.WriteNumber("series", report.Index.SeriesCount);
                json.WriteNumber("patients", report.Index.PatientCount);
                json.WriteNumber("copies", report.Copies);
                json.WriteNumber("fractional_images", report.FractionalSlices);
                json.WriteNumber("readings", report.Index.Readings.Count);
                json.WriteCounts("left_out", report.LeftOut.Select(kind => new KeyValuePair<string, long>(kind.Key, kind.Count())));
                json.WriteTexts("not_read", report.Refusals.Select(refusal => PrintableText.Escape(ErrorText.Describe(refusal))));
                json.WriteTexts("notes", report.Notes);
            }
        );
}

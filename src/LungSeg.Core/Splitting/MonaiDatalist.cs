using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Splitting;

/// <summary>
/// MONAI's datalist (Decathlon style): training cases with their fold, validation where there are no folds, testing. The paths are those of
/// an nnU-Net data set, so that the file belongs in that folder.
/// </summary>
internal static class MonaiDatalist
{
    public static string ToText(Split split)
    {
        if (split.Repeats.Count > 1)
            throw new InvalidRequestException(RequestParameter.Repeats, "a datalist holds one split; write a .csv, or split once");
        var rows = split.ByCases().Assignments;
        return JsonText.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("name", "LungSeg");
            json.WriteString("tensorImageSize", "2D");
            WriteNames(json, "modality", "CT");
            WriteNames(json, "labels", "background", "cancer");
            json.WriteNumber("numTraining", rows.Count(row => row.Part == SplitAssignment.Train));
            json.WriteNumber("numTest", rows.Count(row => row.Part == SplitAssignment.Test));
            WriteCases(json, "training", rows.Where(row => row.Part == SplitAssignment.Train), "Tr");
            if (!split.HasFolds)
                WriteCases(json, "validation", rows.Where(row => row.Part == SplitAssignment.Validation), "Tr");
            WriteCases(json, "testing", rows.Where(row => row.Part == SplitAssignment.Test), "Ts");
            json.WriteEndObject();
        });
    }

    private static void WriteNames(Utf8JsonWriter json, string property, params ReadOnlySpan<string> names)
    {
        json.WriteStartObject(property);
        for (var i = 0; i < names.Length; i++)
            json.WriteString(i.ToString(System.Globalization.CultureInfo.InvariantCulture), names[i]);
        json.WriteEndObject();
    }

    private static void WriteCases(Utf8JsonWriter json, string property, IEnumerable<SplitAssignment> rows, string folder)
    {
        json.WriteStartArray(property);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("image", $"images{folder}/{row.Row}_0000.nii.gz");
            json.WriteString("label", $"labels{folder}/{row.Row}.nii.gz");
            if (row.Fold is { } fold)
                json.WriteNumber("fold", fold);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

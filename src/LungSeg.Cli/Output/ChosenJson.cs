using System.Text.Json;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Selection;

namespace LungSeg.Cli.Output;

/// <summary>The member <c>chosen</c> of a row in JSON: the rules that were asked for and name the row.</summary>
internal static class ChosenJson
{
    /// <summary>Writes the member of a row by its name; null where no rules chose rows.</summary>
    public static Action<Utf8JsonWriter, string>? CreateWriter(RowChoice? choice)
    {
        if (choice is not { IsByRules: true })
        {
            return null;
        }

        var rows = choice.Rows.ToDictionary(row => row.Name, StringComparer.Ordinal);
        return (json, name) => Write(json, choice.GetMatches(rows[name]));
    }

    /// <summary>Writes the member.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<RuleMatch> matches)
    {
        json.WriteStartArray("chosen");
        foreach (var match in matches.DistinctBy(match => match.Rule))
        {
            json.WriteStartObject();
            json.WriteString("rule", match.Rule);
            json.WriteNumberOrNull("figure", match.Figure);
            json.WriteNumberOrNull("limit", match.Limit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

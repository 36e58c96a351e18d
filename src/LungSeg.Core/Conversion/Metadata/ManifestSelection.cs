using System.Text.Json;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Selection;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Conversion.Metadata;

/// <summary>How rows were chosen, in a manifest: each criterion with the rows that it left out or, for a rule of --with, chose.</summary>
internal static class ManifestSelection
{
    /// <summary>Writes <c>selection</c>; nothing where all rows are written.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ChoiceStep> steps)
    {
        if (steps.Count == 0)
        {
            return;
        }

        json.WriteStartArray("selection");
        foreach (var step in steps)
        {
            Write(json, step);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ChoiceStep step)
    {
        json.WriteStartObject();
        if (step.Kind == ChoiceKind.Rows)
        {
            json.WriteNumber("rows", step.Named);
        }
        else
        {
            json.WriteString(GetName(step.Kind), step.Text);
        }

        if (step.Kind is ChoiceKind.WithRule or ChoiceKind.WithoutRule && RuleCatalog.Find(step.Text) is { } rule)
        {
            json.WriteString("name", rule.Name);
        }

        if (step.Limit is { } limit)
        {
            json.WriteNumberOrNull("limit", limit);
        }

        json.WriteStartArray(step.Kind == ChoiceKind.WithRule ? "chosen" : "dropped");
        foreach (var row in step.Rows)
        {
            json.WriteStartObject();
            json.WriteString("row", row.Row);
            if (row.Figure is { } figure)
            {
                json.WriteNumberOrNull("figure", figure);
            }

            if (row.Limit is { } own && step.Limit is null)
            {
                json.WriteNumberOrNull("limit", own);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string GetName(ChoiceKind kind) =>
        kind switch
        {
            ChoiceKind.With => "with",
            ChoiceKind.Marks => "marks",
            ChoiceKind.Where => "where",
            _ => "rule",
        };
}

using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Splitting;

/// <summary>Reads the JSON document of <c>lungseg split</c>.</summary>
internal static class SplitJsonReader
{
    public static Split Read(ReadOnlyMemory<byte> content, SourceName source)
    {
        using var document = JsonInput.Parse(content, source);
        if (!document.RootElement.TryGetProperty("assignments", out var assignments) || assignments.ValueKind != JsonValueKind.Array)
            throw FormatError.Corrupt(source, "the document has no list 'assignments'; expected a split document");
        var rows = new List<SplitAssignment>(assignments.GetArrayLength());
        foreach (var item in assignments.EnumerateArray())
        {
            rows.Add(
                item.ValueKind == JsonValueKind.Object && Text(item, "row") is { } row && Text(item, "part") is { } part
                    ? new SplitAssignment(
                        row,
                        part,
                        Number(item, "fold", source),
                        Text(item, "group"),
                        Text(item, "label"),
                        Number(item, "repeat", source) ?? 0
                    )
                    : throw FormatError.Corrupt(source, $"assignment {rows.Count} has no row and part")
            );
        }

        return new Split(rows);
    }

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement item, string name, SourceName source)
    {
        if (!item.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0
            ? number
            : throw FormatError.Corrupt(source, $"{name} is {value.GetRawText()}, expected a number from 0");
    }
}

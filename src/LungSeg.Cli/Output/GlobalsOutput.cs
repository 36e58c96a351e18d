using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Formats.Pickle;

namespace LungSeg.Cli.Output;

/// <summary>
/// Output of <c>inspect --globals</c>: the names that Python would import to load a pickle, and the calls of those that are not allowed.
/// </summary>
internal static class GlobalsOutput
{
    public static void Write(Dataset dataset, bool json, TextWriter output)
    {
        if (json)
        {
            WriteJson(dataset, output);
        }
        else
        {
            WriteText(dataset, output);
        }
    }

    private static void WriteText(Dataset dataset, TextWriter output)
    {
        foreach (var input in dataset.Inputs)
        {
            output.WriteLine(
                $"{PrintableText.Escape(input.Path)}: {input.Globals.Count} names, {input.Globals.Count(global => !global.IsAllowed)} "
                    + "not allowed; nothing was imported or run"
            );
            foreach (var global in input.Globals)
            {
                output.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {Standing(global), -7}  {PrintableText.Escape(global.Module)}."
                            + $"{PrintableText.Escape(global.Name)}  at byte {global.Offset}, {global.Count} x"
                    )
                );
                foreach (var call in global.Calls)
                {
                    output.WriteLine($"           would call {PrintableText.Escape(call)}");
                }
            }
        }
    }

    private static string Standing(PickleGlobal global) =>
        global.IsForeign ? "foreign"
        : global.IsAllowed ? "allowed"
        : "UNSAFE";

    private static void WriteJson(Dataset dataset, TextWriter output) =>
        ToolDocument.Write(
            output,
            "inspect",
            dataset.InputFiles,
            json =>
            {
                json.WriteStartArray("globals");
                foreach (var (input, global) in dataset.Inputs.SelectMany(input => input.Globals.Select(global => (input, global))))
                {
                    WriteGlobal(json, input, global);
                }
                json.WriteEndArray();
            }
        );

    private static void WriteGlobal(System.Text.Json.Utf8JsonWriter json, DatasetInput input, PickleGlobal global)
    {
        json.WriteStartObject();
        json.WriteString("path", input.Path);
        json.WriteString("module", global.Module);
        json.WriteString("name", global.Name);
        json.WriteNumber("offset", global.Offset);
        json.WriteNumber("count", global.Count);
        json.WriteBoolean("allowed", global.IsAllowed);
        json.WriteBoolean("foreign", global.IsForeign);
        json.WriteTexts("calls", global.Calls);
        json.WriteEndObject();
    }
}

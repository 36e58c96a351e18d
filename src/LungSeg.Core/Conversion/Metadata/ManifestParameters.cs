using System.Text.Json;
using LungSeg.Core.Conversion.Detection;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Formats.Documents;
using LungSeg.Thresholding;

namespace LungSeg.Core.Conversion.Metadata;

/// <summary>The parameters of a conversion in its manifest.</summary>
internal static class ManifestParameters
{
    /// <summary>The parameters that only manifests of some formats hold: the formats that use them.</summary>
    private static readonly (ExportOptions Use, string Name, Func<ConversionOptions, object> Read)[] FormatSpecific =
    [
        (ExportOptions.MaskValue, "mask_value", options => options.MaskValue),
        (ExportOptions.PickleProtocol, "protocol", options => options.PickleProtocol),
        (ExportOptions.NnUnetId, "dataset_id", options => options.NnUnetId),
        (ExportOptions.NiftiGzip, "nifti_gzip", options => options.NiftiGzip),
        (ExportOptions.LungRadsCategories, "classes", options => options.LungRadsCategories ? "lungrads" : LesionCategories.Only),
        (ExportOptions.CocoPolygons, "coco_seg", options => options.CocoPolygons ? "polygon" : "rle"),
        (ExportOptions.ShardMegabytes, "shard_size_mb", options => options.ShardMegabytes),
    ];

    /// <summary>Writes the parameters of a run: all that its bytes depend on except the inputs and the split.</summary>
    public static void Write(Utf8JsonWriter json, ExportRun run)
    {
        var options = run.Options;
        json.WriteString("name", "convert");
        foreach (var (name, value) in run.Reading)
        {
            WriteValue(json, name, value);
        }

        json.WriteString("to", options.Format);
        json.WriteString("image", Model.HuColumns.Name(options.Image));
        WriteValue(json, "window", run.Window is { } window ? FormattableString.Invariant($"{window.Low}..{window.High}") : null);
        json.WriteString("dtype", options.DType.ToString().ToLowerInvariant());
        WriteValue(json, "size", options.Size);
        json.WriteString("resampling", options.Resampling.ToString().ToLowerInvariant());
        WriteValue(json, "lesion_crop", options.LesionCrop);
        WriteValue(json, "lesion_area", options.LesionArea);
        WriteValue(json, "hu_array_by", options.MissingHuMethod);
        if (options.HuContext != Model.SliceContext.Slice)
        {
            json.WriteString("context", Model.SliceContexts.Name(options.HuContext));
        }

        if (options.HullMargin != HullMasker.DefaultMargin)
        {
            json.WriteNumber("hull_margin", options.HullMargin);
        }

        if (options.Labels?.Text is { } labelMap)
        {
            json.WriteString("label_map", labelMap);
        }

        if (options.IsEqualized)
        {
            json.WriteString("preset", "authors");
        }

        if (options.ColumnsOnly)
        {
            json.WriteBoolean("columns_only", true);
        }

        foreach (var (_, name, read) in FormatSpecific.Where(parameter => run.Format.Uses.HasFlag(parameter.Use)))
        {
            WriteValue(json, name, read(options));
        }
    }

    /// <summary>Writes a field whose value may be a list of texts.</summary>
    public static void WriteValue(Utf8JsonWriter json, string name, object? value)
    {
        if (value is not IReadOnlyList<string> texts)
        {
            JsonText.Write(json, name, value);
            return;
        }

        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}

using System.Text;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Conversion.Pictures;

/// <summary>The card that outputs for the Hugging Face hub have from the start; one of measured facts takes its place.</summary>
internal static class HubReadme
{
    private const string Title = "Lung CT slices with cancer masks";

    /// <summary>Writes the card, and enters in the manifest what its head says of files and columns.</summary>
    /// <param name="run">The run.</param>
    /// <param name="configs">The splits of each configuration.</param>
    /// <param name="features">The columns.</param>
    /// <param name="body">Text under the title.</param>
    public static void Write(ExportRun run, IReadOnlyList<HubSplit> configs, IReadOnlyList<HubFeature> features, string body)
    {
        var head = new HubHead
        {
            Title = Title,
            Rows = run.Rows.Count,
            Configs = configs,
            Features = features,
        };
        run.Manifest.Set(HubHead.ConfigsField, configs.Select(split => split.ToString()).ToArray());
        run.Manifest.Set(HubHead.FeaturesField, features.Select(feature => feature.ToString()).ToArray());
        run.Files.Write(HubHead.FileName, Encoding.UTF8.GetBytes($"{head}\n# {Title}\n\n{body}"));
    }
}

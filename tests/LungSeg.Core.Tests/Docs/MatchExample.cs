using LungSeg.Core.Datasets;
using LungSeg.Core.Matching;

namespace LungSeg.Core.Tests.Docs;

/// <summary>The example of docs/match.md, compiled; DocsTests holds both together.</summary>
internal static class MatchExample
{
    public static void Run(string path, string indexPath, TextWriter output)
    {
        // example: docs/match.md
        using var dataset = Dataset.Open(path);
        var index = SliceIndex.Read(indexPath);
        var report = SliceMatcher.Match([.. dataset.Rows], index, new MatchOptions());
        foreach (var match in report.Matches.Where(match => match.IsEqual))
        {
            output.WriteLine($"{match.Row.Name} {match.Source!.PatientId} {match.PositionMm} mm {match.Readers?.Malignancy}");
        }

        // end
    }
}

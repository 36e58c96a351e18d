using LungSeg.Core.Comparison;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Tests.Docs;

/// <summary>The example of docs/versions.md, compiled; DocsTests holds both together.</summary>
internal static class DiffExample
{
    public static void Run(string path, string otherPath, TextWriter output)
    {
        // example: docs/versions.md
        using var a = Dataset.Open(path);
        using var b = Dataset.Open(otherPath);
        var report = DatasetDiff.Compare(DiffSide.Create(a, a.Inputs[0]), DiffSide.Create(b, b.Inputs[0]), new DiffOptions());
        foreach (var change in report.Changes.Where(change => change.Is(ChangeKind.MaskChanged)))
        {
            output.WriteLine($"{change.A!.Name} {change.B!.Name}: +{change.Mask!.Value.OnlyB} -{change.Mask.Value.OnlyA} px");
        }

        // end
    }
}

using LungSeg.Core.Datasets;
using NumSharp;

namespace LungSeg.Core.Tests.Docs;

/// <summary>The example of docs/library.md, compiled; DocsTests holds both together.</summary>
internal static class LibraryExample
{
    public static void Run(string path, TextWriter output)
    {
        // example: docs/library.md
        using var dataset = Dataset.Open(path);
        output.WriteLine($"{dataset.RowCount} rows, the last is {dataset[dataset.RowCount - 1].Name}");
        foreach (var row in dataset.Rows)
        {
            using var sample = row.Load();
            NDArray mask = sample.Mask;
            NDArray hu = sample.HuOld;
            output.WriteLine($"{row.Name} {sample.Label} {hu.shape[0]}x{hu.shape[1]} {hu.typecode} {mask.typecode}");
        }

        // end
    }

    public static void RunShort(string path, TextWriter output)
    {
        // example: README.md
        using var dataset = Dataset.Open(path);
        using var sample = dataset[17].Load();
        output.WriteLine($"{dataset.RowCount} rows; row 17: {sample.Label}, {sample.HuOld.shape[0]} x {sample.HuOld.shape[1]} pixels");

        // end
    }
}

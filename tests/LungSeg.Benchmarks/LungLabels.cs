using LungSeg.Core.Datasets;
using LungSeg.Thresholding;

namespace LungSeg.Benchmarks;

/// <summary>
/// Writes, row after row, one byte a pixel: 0 outside the lungs that <c>refined</c> finds in hu_array_old, 1 in the one on the image's
/// left, 2 in the other.
/// </summary>
internal static class LungLabels
{
    public static void Run(string path, string outputPath)
    {
        using var dataset = Dataset.Open(path);
        using var output = File.Create(outputPath);
        foreach (var row in dataset.Rows)
        {
            using var sample = row.Load();
            var slice = row.HuOld!;
            var lungs = RefinedMasker.FindLungs(sample.ReadValues(slice), (int)slice.Shape[0], (int)slice.Shape[1]);
            var labels = lungs.Labels.ToArray();
            foreach (ref var label in labels.AsSpan())
            {
                label = (byte)(
                    label == 0 ? 0
                    : lungs.GetSide(label - 1) == LungSide.ImageLeft ? 1
                    : 2
                );
            }
            output.Write(labels);
        }
    }
}

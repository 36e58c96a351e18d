using LungSeg.Thresholding;

namespace LungSeg.Core.Tests.Docs;

/// <summary>The example of docs/thresholding.md, compiled; DocsTests holds both together.</summary>
internal static class ThresholdingExample
{
    public static double[] Run(double[] hu, int rows, int columns)
    {
        var huArray = new double[hu.Length];

        // example: docs/thresholding.md
        var mask = new byte[rows * columns];
        var outcome = new PublishedMasker().Compute(hu, rows, columns, mask);
        if (outcome is ThresholdOutcome.Ok or ThresholdOutcome.OkTwoKept)
        {
            LungProduct.Apply(hu, mask, huArray); // -0.0 where a negative value is dropped, as numpy has it
        }

        // end
        return huArray;
    }
}

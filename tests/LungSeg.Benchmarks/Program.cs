using System.Globalization;
using BenchmarkDotNet.Running;
using LungSeg.Benchmarks;
using LungSeg.Core.Formats;

// Verbs that the Python checks under tests/interop call; anything else is for BenchmarkDotNet.
switch (args)
{
    case ["array-digests", var path]:
        ArrayDigests.Run(path, AnnotationReading.Default, Console.Out);
        break;
    case ["array-digests", var path, var readers, var outline]:
        ArrayDigests.Run(path, new AnnotationReading { LeastReaders = int.Parse(readers, CultureInfo.InvariantCulture), IncludesOutline = outline == "inclusive" }, Console.Out);
        break;
    case ["threshold-batch", var method, var input, var output]:
        ThresholdBatch.Run(method, input, output);
        break;
    case ["threshold-time", var method, var input, var rounds]:
        ThresholdBatch.Time(method, input, int.Parse(rounds, CultureInfo.InvariantCulture));
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(ArrayDigests).Assembly).Run(args);
        break;
}

using System.Globalization;
using BenchmarkDotNet.Running;
using LungSeg.Benchmarks;

// Verbs that the Python checks under tests/interop call; anything else is for BenchmarkDotNet.
switch (args)
{
    case ["array-digests", "--masks", var masks, .. var inputs]:
        ArrayDigests.Run(inputs, masks, Console.Out);
        break;
    case ["array-digests", .. var inputs]:
        ArrayDigests.Run(inputs, null, Console.Out);
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

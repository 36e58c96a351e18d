using System.Globalization;
using BenchmarkDotNet.Running;
using LungSeg.Benchmarks;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;

// Verbs that the Python checks under tests/interop call; anything else is for BenchmarkDotNet.
switch (args)
{
    case ["array-digests", "--annotations", var readers, var outline, .. var inputs]:
        var annotations = new AnnotationReading
        {
            MinReaders = int.Parse(readers, CultureInfo.InvariantCulture),
            IncludesOutline = outline == "inclusive",
        };
        ArrayDigests.Run(inputs, new DatasetOptions { Annotations = annotations }, Console.Out);
        break;
    case ["array-digests-by-line"]:
        ArrayDigests.Answer(Console.In, Console.Out);
        break;
    case ["cell-values", .. var inputs]:
        CellValues.Run(inputs, Console.Out);
        break;
    case ["threshold-batch", var method, var input, var output]:
        ThresholdBatch.Run(method, input, output);
        break;
    case ["threshold-time", var method, var input, var rounds]:
        ThresholdBatch.Time(method, input, int.Parse(rounds, CultureInfo.InvariantCulture));
        break;
    case ["raw-read", var path, var threads]:
        RawRead.Run(path, int.Parse(threads, CultureInfo.InvariantCulture), Console.Out);
        break;
    case ["lung-labels", var path, var output]:
        LungLabels.Run(path, output);
        break;
    case ["group-rows", var jobs, .. var inputs]:
        GroupRuns.Group(int.Parse(jobs, CultureInfo.InvariantCulture), inputs, Console.Out);
        break;
    case ["group-leakage", var jobs, var threshold, .. var inputs]:
        GroupRuns.FindLeakage(
            int.Parse(jobs, CultureInfo.InvariantCulture),
            double.Parse(threshold, CultureInfo.InvariantCulture),
            inputs,
            Console.Out
        );
        break;
    case ["group-phantoms", var rows, var mostSlices, .. var seeds]:
        GroupPhantoms.Run(
            int.Parse(rows, CultureInfo.InvariantCulture),
            int.Parse(mostSlices, CultureInfo.InvariantCulture),
            seeds.Select(seed => ulong.Parse(seed, CultureInfo.InvariantCulture)),
            Console.Out
        );
        break;
    case ["group-cost", var jobs, .. var sizes]:
        GroupCost.Run(
            sizes.Select(size => int.Parse(size, CultureInfo.InvariantCulture)),
            int.Parse(jobs, CultureInfo.InvariantCulture),
            Console.Out
        );
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(ArrayDigests).Assembly).Run(args);
        break;
}

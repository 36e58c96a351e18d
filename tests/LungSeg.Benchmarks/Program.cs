using BenchmarkDotNet.Running;
using LungSeg.Benchmarks;

if (args is ["threshold-batch", var method, var input, var output])
{
    ThresholdBatch.Run(method, input, output);
    return;
}

if (args is ["threshold-time", var timedMethod, var timedInput, var rounds])
{
    ThresholdBatch.Time(timedMethod, timedInput, int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture));
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);

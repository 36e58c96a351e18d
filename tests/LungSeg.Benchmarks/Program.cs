using BenchmarkDotNet.Running;
using LungSeg.Benchmarks;

// Verbs that the Python checks under tests/interop call; anything else is for BenchmarkDotNet.
if (args is ["array-digests", var path])
{
    ArrayDigests.Run(path, Console.Out);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(ArrayDigests).Assembly).Run(args);

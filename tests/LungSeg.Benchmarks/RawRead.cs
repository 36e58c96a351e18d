using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace LungSeg.Benchmarks;

/// <summary>
/// The floor for anything that looks at every pixel: reads a file into buffers with several threads and sums them as 64-bit integers.
/// </summary>
internal static class RawRead
{
    private const int ChunkBytes = 2 << 20;

    public static void Run(string path, int threads, TextWriter output)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        var sums = new long[threads];
        var next = -1L;
        var workers = Enumerable
            .Range(0, threads)
            .Select(worker => new Thread(() =>
            {
                var buffer = GC.AllocateUninitializedArray<byte>(ChunkBytes, pinned: true);
                for (var chunk = Interlocked.Increment(ref next); chunk * ChunkBytes < length; chunk = Interlocked.Increment(ref next))
                {
                    var got = RandomAccess.Read(file, buffer, chunk * ChunkBytes);
                    sums[worker] += TensorPrimitives.Sum(MemoryMarshal.Cast<byte, long>(buffer.AsSpan(0, got & ~7)));
                }
            }))
            .ToArray();
        foreach (var worker in workers)
        {
            worker.Start();
        }
        foreach (var worker in workers)
        {
            worker.Join();
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{length} {TensorPrimitives.Sum(sums)}"));
    }
}

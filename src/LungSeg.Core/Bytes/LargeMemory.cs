using System.Buffers;

namespace LungSeg.Core.Bytes;

/// <summary>Gives large memory back at once: the collector waits until there are gigabytes of it, since it is slow to look at.</summary>
internal static class LargeMemory
{
    /// <summary>Bytes from which memory is large.</summary>
    public const long LargeBytes = 64 << 20;

    /// <summary>Says that something large is no longer used.</summary>
    /// <param name="bytes">Its size; below some tens of megabytes nothing is done.</param>
    public static void Release(long bytes)
    {
        if (bytes >= LargeBytes)
        {
            GiveBack();
        }
    }

    /// <summary>Empties working memory that is large, and keeps what is not.</summary>
    /// <param name="memory">The memory.</param>
    public static void Drop(ref double[] memory)
    {
        var bytes = memory.Length * (long)sizeof(double);
        if (bytes >= LargeBytes)
        {
            memory = [];
            Release(bytes);
        }
    }

    /// <summary>
    /// As <see cref="Release"/>, after a library has worked with large arrays of the shared pool, or with many of a quarter of that. The
    /// pool would keep them for minutes, so they are taken out of it: it keeps two of a size for a thread alone. An array that it has to
    /// make instead is not touched, and takes no memory.
    /// </summary>
    /// <param name="bytes">Size of the values that the library worked on.</param>
    public static void ReleaseShared(long bytes)
    {
        const long Smallest = LargeBytes / 4;
        for (var length = Smallest; bytes >= Smallest && length <= 4 * LargeBytes; length *= 2)
        {
            _ = ArrayPool<byte>.Shared.Rent((int)length);
            _ = ArrayPool<byte>.Shared.Rent((int)length);
        }
        Release(bytes);
    }

    /// <summary>
    /// Gives back what a pass over the rows and a comparison leave: tens of MB of garbage, to which the memory of the next steps would add,
    /// or which would stay for as long as the run waits.
    /// </summary>
    public static void GiveBack() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
}

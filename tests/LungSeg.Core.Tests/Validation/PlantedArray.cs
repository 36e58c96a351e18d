using System.Runtime.InteropServices;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Tests.Validation;

/// <summary>An array as it will lie in the file.</summary>
internal sealed record PlantedArray(DType Type, int[] Shape, byte[] Bytes)
{
    public static PlantedArray Of<T>(DType type, ReadOnlySpan<T> values, params int[] shape)
        where T : unmanaged => new(type, shape, MemoryMarshal.AsBytes(values).ToArray());
}

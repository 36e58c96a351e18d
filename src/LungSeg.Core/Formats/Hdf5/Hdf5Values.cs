using System.Runtime.InteropServices;
using LungSeg.Core.Formats.Arrays;
using PureHDF;

namespace LungSeg.Core.Formats.Hdf5;

/// <summary>A data set [n] of numbers or truth values, as the HDF5 library takes and gives it.</summary>
internal static class Hdf5Values
{
    /// <summary>What h5py takes for numpy's bool. The library writes enumerations of bytes only.</summary>
    private enum Truth : byte
    {
        FALSE,
        TRUE,
    }

    /// <summary>Values of a numpy type, little endian, as an array that the library writes.</summary>
    public static Array Create(DType dtype, byte[] elements) =>
        (dtype.Kind, dtype.ItemSize) switch
        {
            ('b', _) => Cast<Truth>(elements),
            ('i', 1) => Cast<sbyte>(elements),
            ('i', 2) => Cast<short>(elements),
            ('i', 4) => Cast<int>(elements),
            ('i', _) => Cast<long>(elements),
            ('u', 1) => elements,
            ('u', 2) => Cast<ushort>(elements),
            ('u', 4) => Cast<uint>(elements),
            ('u', _) => Cast<ulong>(elements),
            ('f', 4) => Cast<float>(elements),
            _ => Cast<double>(elements),
        };

    /// <summary>Reads a data set back, as the bytes that <see cref="Create"/> was given.</summary>
    public static byte[] Read(IH5Dataset dataset, DType dtype) =>
        (dtype.Kind, dtype.ItemSize) switch
        {
            ('b', _) => Bytes(dataset.Read<Truth[]>()),
            ('i', 1) => Bytes(dataset.Read<sbyte[]>()),
            ('i', 2) => Bytes(dataset.Read<short[]>()),
            ('i', 4) => Bytes(dataset.Read<int[]>()),
            ('i', _) => Bytes(dataset.Read<long[]>()),
            ('u', 1) => dataset.Read<byte[]>(),
            ('u', 2) => Bytes(dataset.Read<ushort[]>()),
            ('u', 4) => Bytes(dataset.Read<uint[]>()),
            ('u', _) => Bytes(dataset.Read<ulong[]>()),
            ('f', 4) => Bytes(dataset.Read<float[]>()),
            _ => Bytes(dataset.Read<double[]>()),
        };

    private static T[] Cast<T>(byte[] elements)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(elements).ToArray();

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();
}

using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;
using PureHDF;

namespace LungSeg.Core.Formats.Hdf5;

/// <summary>A data set [n, row, col], one chunk a slice, shuffled and deflated.</summary>
internal abstract class Hdf5Stack(string name)
{
    /// <summary>Name of the data set.</summary>
    public string Name => name;

    /// <summary>The data set for the library to write.</summary>
    public abstract object Dataset { get; }

    /// <summary>Creates a stack of elements of a type.</summary>
    /// <exception cref="InvalidRequestException">Stacks of this type cannot be written.</exception>
    public static Hdf5Stack Create(string name, DType dtype, int count, SliceSize size) =>
        (dtype.Kind, dtype.ItemSize) switch
        {
            ('b' or 'u', 1) => new Hdf5Stack<byte>(name, count, size),
            ('i', 1) => new Hdf5Stack<sbyte>(name, count, size),
            ('i', 2) => new Hdf5Stack<short>(name, count, size),
            ('i', 4) => new Hdf5Stack<int>(name, count, size),
            ('i', 8) => new Hdf5Stack<long>(name, count, size),
            ('u', 2) => new Hdf5Stack<ushort>(name, count, size),
            ('u', 4) => new Hdf5Stack<uint>(name, count, size),
            ('u', 8) => new Hdf5Stack<ulong>(name, count, size),
            ('f', 4) => new Hdf5Stack<float>(name, count, size),
            ('f', 8) => new Hdf5Stack<double>(name, count, size),
            _ => throw new InvalidRequestException(
                RequestParameter.DType,
                $"{name} is {dtype.Name}, which hdf5 is not written in; write float32"
            ),
        };

    /// <summary>Writes one slice.</summary>
    /// <param name="writer">The file's writer.</param>
    /// <param name="index">Number of the slice, from 0.</param>
    /// <param name="bytes">Its elements in C order and native byte order.</param>
    public abstract void Write(H5NativeWriter writer, int index, ReadOnlySpan<byte> bytes);

    /// <summary>Reads one slice, to verify an output.</summary>
    public abstract ReadOnlySpan<byte> Read(IH5Dataset dataset, int index);
}

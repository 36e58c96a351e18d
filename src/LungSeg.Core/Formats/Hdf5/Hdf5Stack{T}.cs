using System.Runtime.InteropServices;
using LungSeg.Core.Model;
using PureHDF;
using PureHDF.Filters;
using PureHDF.Selections;
using PureHDF.VOL.Native;

namespace LungSeg.Core.Formats.Hdf5;

/// <inheritdoc cref="Hdf5Stack"/>
internal sealed class Hdf5Stack<T>(string name, int count, SliceSize size) : Hdf5Stack(name)
    where T : unmanaged
{
    // The library has only levels 0, 1 and 9. After shuffling, level 1 compresses CT slices well.
    private const int DeflateLevel = 1;
    private readonly H5Dataset<T[]> _dataset = new(
        [(ulong)count, (ulong)size.Height, (ulong)size.Width],
        [1, (uint)size.Height, (uint)size.Width],
        new H5DatasetCreation(
            new OneChunkCache(),
            [
                ShuffleFilter.Id,
                new H5Filter(DeflateFilter.Id, new Dictionary<string, object> { [DeflateFilter.COMPRESSION_LEVEL] = DeflateLevel }),
            ]
        )
    );

    public override object Dataset => _dataset;

    public override void Write(H5NativeWriter writer, int index, ReadOnlySpan<byte> bytes) =>
        writer.Write(_dataset, MemoryMarshal.Cast<byte, T>(bytes).ToArray(), fileSelection: Slice(index));

    public override ReadOnlySpan<byte> Read(IH5Dataset dataset, int index) => MemoryMarshal.AsBytes<T>(dataset.Read<T[]>(Slice(index)));

    private HyperslabSelection Slice(int index) => new(3, [(ulong)index, 0, 0], [1, (ulong)size.Height, (ulong)size.Width]);
}

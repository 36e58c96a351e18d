using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Hdf5;

/// <summary>HDF5 as <c>lungseg convert</c> writes it: stacks and columns in the root group.</summary>
internal sealed class Hdf5Format : ITableFormat
{
    public string Name => "hdf5";

    public bool Matches(ReadOnlySpan<byte> head) => Hdf5Reader.Matches(head);

    public TableIndex Read(IByteSource source, ReadLimits limits, Leniency leniency) => Hdf5Reader.Read(source, limits);
}

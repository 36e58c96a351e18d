using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>The slices of a file whose voxels have a slope and an intercept.</summary>
internal sealed class NiftiScaledColumn(string name, NiftiHeader header) : TableColumn(name, DType.Float64.Name)
{
    public override Cell this[long row] =>
        new(
            CellKind.Array,
            ArrayInfo.Decoded(
                DType.Float64,
                [header.Height, header.Width],
                NiftiSlice.GetPayload(header, row),
                new NiftiScaledSlice(header, row)
            )
        );
}

/// <summary>Computes the values of a slice whose voxels have a slope and an intercept.</summary>
internal sealed class NiftiScaledSlice(NiftiHeader header, long slice) : IArrayDecoder
{
    public void Decode(IByteSource source, Span<byte> destination) => NiftiSlice.Read(source, header, slice, destination);
}

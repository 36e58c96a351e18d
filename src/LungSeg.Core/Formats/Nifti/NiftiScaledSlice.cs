using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>Values of a slice whose voxels have a slope and an intercept.</summary>
internal sealed class NiftiScaledSlice(NiftiHeader header, long slice) : IArrayDecoder
{
    public void Decode(IByteSource source, Span<byte> destination) => NiftiSlice.Read(source, header, slice, destination);
}

using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Folders;

/// <summary>A mask as its pixels lie on the slices of an image that is stored in another way.</summary>
internal sealed class PlacedFile : ISliceFile
{
    private readonly ISliceFile _mask;
    private readonly MaskSampling[] _samplings;

    private PlacedFile(ISliceFile mask, MaskSampling[] samplings, SliceSize size)
    {
        (_mask, _samplings, Size) = (mask, samplings, size);
    }

    public string File => _mask.File;

    public int Slices => _samplings.Length;

    public DType DType => _mask.DType;

    public PixelSpacing? SpacingMm => null;

    public SliceSize Size { get; }

    public VoxelGrid? Grid => null;

    /// <summary>What was done to the mask, in words.</summary>
    public string Description
    {
        get
        {
            var words = _samplings.Select(sampling => sampling.Describe(_mask.Size, Size)).FirstOrDefault(text => text.Length > 0);
            return words ?? (_mask.Slices == Slices ? "taken slice by slice in another order" : "put on the slices at the same positions");
        }
    }

    /// <summary>Whether a slice of the image may hold pixels of the mask.</summary>
    public bool Reaches => Array.Exists(_samplings, sampling => sampling.Reaches(Size, _mask.Slices, _mask.Size));

    /// <summary>Puts a mask on the slices of an image by their places.</summary>
    /// <param name="mask">The mask, which has a place.</param>
    /// <param name="slices">Places of the image's slices.</param>
    /// <param name="size">Size of each of them.</param>
    /// <param name="takesNearest">Whether pixels that lie between those of the image are taken by the nearest.</param>
    /// <returns>The mask; null where its pixels do not lie on those of the image.</returns>
    public static PlacedFile? Place(ISliceFile mask, IReadOnlyList<SlicePlace> slices, SliceSize size, bool takesNearest)
    {
        var grid = mask.Grid!;
        var samplings = new MaskSampling[slices.Count];
        var isExact = Enumerable.Range(1, slices.Count - 1).All(i => MaskPlacement.HasNeighbours(slices[i - 1], slices[i], grid));
        for (var i = 0; i < samplings.Length; i++)
        {
            var fitted = isExact ? MaskPlacement.Fit(slices[i], size, grid) : null;
            if (fitted is null && !takesNearest)
            {
                return null;
            }
            samplings[i] = fitted ?? MaskPlacement.FitNearest(slices[i], grid);
        }

        return new PlacedFile(mask, samplings, size);
    }

    /// <summary>Whether a mask lies on the slices of an image pixel on pixel as both are stored.</summary>
    public static bool IsSamePlace(ISliceFile mask, IReadOnlyList<SlicePlace> slices, SliceSize size) =>
        mask.Slices == slices.Count
        && mask.Size == size
        && slices.Index().All(slice => MaskPlacement.IsSamePlace(slice.Item, size, mask.Grid!, slice.Index));

    /// <summary>Both places in words, for messages.</summary>
    public static string Describe(ISliceFile mask, SlicePlace slice, SliceSize size) =>
        $"the image has {size.Height} x {size.Width} px, {slice}; "
        + $"the label has {mask.Size.Height} x {mask.Size.Width} px, {mask.Grid!.First}";

    public ArrayInfo Slice(int index) =>
        _samplings[index] is { IsAsStored: true, Start.Slice: var slice } && _mask.Size == Size && slice >= 0 && slice < _mask.Slices
            ? _mask.Slice((int)slice)
            : ArrayInfo.Decoded(DType.With(ByteOrder.Little), [Size.Height, Size.Width], default, new Decoder(this, _samplings[index]));

    private sealed class Decoder(PlacedFile file, MaskSampling sampling) : IArrayDecoder
    {
        public void Decode(IByteSource source, Span<byte> destination)
        {
            destination.Clear();
            var mask = file._mask;
            var (first, last) = sampling.GetSlices(file.Size);
            for (var slice = Math.Max(0, first); slice <= Math.Min(last, mask.Slices - 1); slice++)
            {
                var array = mask.Slice(slice);
                var stored = new byte[array.ByteLength];
                ArrayReader.Read(source, array, stored);
                sampling.Take(slice, stored, mask.Size, destination, file.Size, array.DType.ItemSize);
            }
        }
    }
}

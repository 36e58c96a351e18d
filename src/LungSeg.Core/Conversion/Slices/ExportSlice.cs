using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Slices;

/// <summary>Size and lesion pixels of a slice that was written, for tables.</summary>
internal readonly record struct SliceFigures(SliceSize Size, int LesionPixels);

/// <summary>The pixels of a row as a training format takes them: one image and its mask, of one size, [row, col] in C order.</summary>
internal sealed class ExportSlice : IDisposable
{
    private readonly PixelBuffer _hu;
    private readonly PixelBuffer _mask;

    public ExportSlice(ExportRow row, SliceSize size)
    {
        Row = row;
        Size = size;
        _hu = PixelBufferPool.Shared.Rent(checked(Height * Width * sizeof(double)));
        _mask = PixelBufferPool.Shared.Rent(checked(Height * Width));
    }

    public ExportRow Row { get; }

    public SliceSize Size { get; }

    public int Height => Size.Height;

    public int Width => Size.Width;

    /// <summary>HU, float64.</summary>
    public Span<double> Hu => MemoryMarshal.Cast<byte, double>(_hu.Span);

    /// <summary>Lesion mask, 0 or 1; all 0 where the row has none.</summary>
    public Span<byte> Mask => _mask.Span;

    /// <summary>Whether the image holds the 8-bit grey values of the input instead of HU.</summary>
    public bool IsGrey { get; init; }

    /// <summary>HU that float64 does not hold; null where it holds all of them.</summary>
    public RoundedHu? Rounded { get; init; }

    /// <summary>The row's <see cref="ContentKey"/>; null where hu_array_old was not read.</summary>
    public string? Key { get; init; }

    /// <summary>The part of the row's slice that the image shows.</summary>
    public required SliceFrame Frame { get; init; }

    /// <summary>Size of the row's slice, px.</summary>
    public required SliceSize Source { get; init; }

    /// <summary>Where the image lies; null where the row does not say.</summary>
    public SlicePlace? Place => Row.Row.Place?.Cut(Frame.Top, Frame.Left, (double)Frame.Height / Height);

    /// <summary>Distance of the image's pixels; null where the row does not say.</summary>
    public PixelSpacing? SpacingMm =>
        Row.Row.SpacingMm is var (row, column) ? new PixelSpacing(row * Frame.Height / Height, column * Frame.Width / Width) : null;

    /// <summary>Number of lesion pixels.</summary>
    public int LesionPixels { get; private set; }

    /// <summary>Number of lesions, 8-connected, of which scaling has left no pixel.</summary>
    public int LostLesions { get; set; }

    /// <summary>Counts the lesion pixels. Called once the mask is filled.</summary>
    public void Seal() => LesionPixels = Mask.Count((byte)1);

    public void Dispose()
    {
        var bytes = _hu.Length;
        _hu.Dispose();
        _mask.Dispose();
        LargeMemory.Release(bytes);
    }
}

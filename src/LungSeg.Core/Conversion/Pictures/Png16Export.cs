using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Datasets;
using LungSeg.Core.Imaging;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Pictures;

/// <summary>Pairs of pictures whose image holds HU without loss: 16-bit grey, HU plus an offset that the manifest records.</summary>
internal sealed class Png16Export : IVerifiedExport
{
    // Scanners pad with values down to -3024; the smallest of these that takes all rows is used.
    private static readonly int[] Offsets = [1024, 4096, 32768];

    private const string OffsetPiece = "hu_offset";

    public string Name => "png16";

    public string Summary =>
        "pairs of pictures, the image 16-bit: HU + 1024 without loss (the offset is in the manifest), masks 0/255 or 0/1";

    public ExportTraits Traits { get; } = new() { Uses = ExportOptions.OfSlices | ExportOptions.MaskValue };

    public void Write(ExportRun run)
    {
        var offset = OffsetOf(run);
        run.Manifest.Set("hu_offset", offset);
        run.ForEach(slice =>
        {
            var values = Shifted(slice, offset);
            run.Manifest.Count("signed_zeros_lost", HuPrecision.SignedZeros(slice.Hu));
            PicturePair.Write(run, slice, ImageFile.Encode(values, (slice.Height, slice.Width), PngExport.Compression));
        });
        RowTable.Save(run, run.PathOf(RowTable.FileName), run.Rows);
    }

    public void Verify(ExportRun run)
    {
        var offset = OffsetOf(run);
        PicturePair.Verify(
            run,
            picture => MemoryMarshal.AsBytes(picture.Samples16).ToArray(),
            slice => MemoryMarshal.AsBytes<ushort>(Shifted(slice, offset)).ToArray()
        );
    }

    private static ushort[] Shifted(ExportSlice slice, int offset)
    {
        var values = new ushort[slice.Hu.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = (ushort)((int)slice.Hu[i] + offset);
        return values;
    }

    /// <summary>Reads all rows once: one offset for all, so that pictures can be trained on together.</summary>
    private static int OffsetOf(ExportRun run)
    {
        if (run.Merged is { } merged)
            return merged.OfShards(OffsetPiece, PieceCodec.Number).First();
        var offset = OffsetOfPixels(run);
        run.Kept?.Put(-1, OffsetPiece, PieceCodec.Number.Pack(offset));
        return offset;
    }

    private static int OffsetOfPixels(ExportRun run)
    {
        var (least, greatest) = (0.0, 0.0);
        var gate = new Lock();
        ParallelRows.Run(
            run.Rows.Count,
            run.Options.Jobs,
            i =>
            {
                using var slice = run.Slices.Load(run.Rows[i]);
                if (!HuPrecision.FitsInt16(slice.Hu))
                    throw FormatError.Unsupported(
                        run.Rows[i].Row.Input.Source.Name,
                        $"row {run.Rows[i].Name} has HU that are no int16, which 16-bit pictures cannot hold; write npy or nifti"
                    );
                var (min, max) = (
                    System.Numerics.Tensors.TensorPrimitives.Min<double>(slice.Hu),
                    System.Numerics.Tensors.TensorPrimitives.Max<double>(slice.Hu)
                );
                lock (gate)
                    (least, greatest) = (Math.Min(least, min), Math.Max(greatest, max));
            }
        );
        return Array.Find(Offsets, offset => least + offset >= 0 && greatest + offset <= ushort.MaxValue) is var found and not 0
            ? found
            : throw new System.Diagnostics.UnreachableException("int16 fits 32768 + 32767");
    }
}

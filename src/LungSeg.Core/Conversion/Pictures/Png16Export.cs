using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Datasets;
using LungSeg.Core.Imaging;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Pictures;

/// <summary>
/// Pairs of pictures whose image holds HU without loss: 16-bit grey, HU plus an offset that the manifest records. A row gives the offset
/// that it was written with.
/// </summary>
internal sealed class Png16Export : SliceExport<int>
{
    // Scanners pad with values down to -3024. The smallest offset that fits all rows is used.
    private static readonly int[] Offsets = [1024, 4096, 32768];

    private readonly Lazy<int> _offset;

    public Png16Export(ExportRun run)
        : base(run) => _offset = new Lazy<int>(FindOffset);

    public static ExportFormat Format { get; } =
        new()
        {
            Name = "png16",
            Summary = "pairs of pictures, the image 16-bit: HU plus an offset without loss (the manifest says which), masks 0/255 or 0/1",
            Start = run => new Png16Export(run),
            Uses = ExportOptions.Slices | ExportOptions.MaskValue,
        };

    public override PieceCodec<int> Codec => PieceCodec.Number;

    public override void Add(ExportRow row, int offset) => Run.Manifest.Set("hu_offset", offset);

    public override void Finish() => RowTable.Save(Run);

    public override void Verify(ReadBack back)
    {
        back.EachSlice(
            Run.Rows,
            slice =>
            {
                var pair = PicturePair.From(slice.Row);
                var found = ImageFile.Read(Run.GetPath(pair.Image));
                back.SameSize(slice.Row, pair.Image, found.Size, slice.Size);
                back.Same(slice.Row, pair.Image, MemoryMarshal.AsBytes(found.Samples16), MemoryMarshal.AsBytes<ushort>(Shift(slice)));
                pair.VerifyMask(Run, back, slice);
            }
        );
        RowTable.Verify(Run, back);
    }

    protected override int Encode(ExportSlice slice, RowFiles files)
    {
        var image = ImageFile.Encode(Shift(slice), slice.Size, GreyPicture.GetOptions(slice));
        PicturePair.From(slice.Row).Write(Run, slice, files, image);
        Run.Manifest.CountLost(Manifest.SignedZeros, HuEncoding.SignedZeros(slice.Hu));
        return _offset.Value;
    }

    private ushort[] Shift(ExportSlice slice)
    {
        var offset = _offset.Value;
        var values = new ushort[slice.Hu.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (ushort)((int)slice.Hu[i] + offset);
        }

        return values;
    }

    /// <summary>Reads all rows to find one offset for all, so that a model can be trained on all pictures together.</summary>
    private int FindOffset()
    {
        var (minimum, maximum) = (0.0, 0.0);
        var gate = new Lock();
        ParallelRows.Run(
            Run.Rows.Count,
            Run.Options.Jobs,
            i =>
            {
                var row = Run.Rows[i];
                using var slice = Run.Slices.Load(row);
                if (!HuEncoding.FitsInt16(slice.Hu))
                {
                    throw FormatError.Unsupported(
                        row.Row.Input.Source.Name,
                        $"row {row.Name} has HU outside int16, which 16-bit pictures cannot hold; write npy or nifti"
                    );
                }

                var (low, high) = (TensorPrimitives.Min<double>(slice.Hu), TensorPrimitives.Max<double>(slice.Hu));
                lock (gate)
                {
                    (minimum, maximum) = (Math.Min(minimum, low), Math.Max(maximum, high));
                }
            }
        );
        return Array.Find(Offsets, offset => minimum + offset >= 0 && maximum + offset <= ushort.MaxValue) is var found and not 0
            ? found
            : throw new UnreachableException("int16 fits 32768 + 32767");
    }
}

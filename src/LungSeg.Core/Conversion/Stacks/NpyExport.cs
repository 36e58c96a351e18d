using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Npy;
using LungSeg.Core.Model;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Stacks;

/// <summary>
/// A folder with <c>X.npy</c> and <c>y.npy</c>, stacks [n, row, col], and <c>labels.csv</c>; with a split <c>X_train.npy</c> and so on.
/// </summary>
internal sealed class NpyExport : IVerifiedExport
{
    private const string ImagePiece = "image";
    private const string MaskPiece = "mask";

    public string Name => "npy";

    public string Summary => "folder with X.npy, y.npy (stacks [n, row, col]) and labels.csv; X_train.npy with a split";

    public ExportTraits Traits { get; } =
        new()
        {
            Window = WindowUse.OnRequest,
            DTypes = [ImageDType.Int16, ImageDType.Float32, ImageDType.Float64],
            Uses = ExportOptions.OfSlices,
        };

    public void Write(ExportRun run)
    {
        var dtype = TypeOf(run);
        foreach (var (part, rows) in PartNames.Groups(run))
            WritePart(run, rows, SuffixOf(part), dtype);
    }

    public void Verify(ExportRun run)
    {
        var dtype = TypeOf(run);
        foreach (var (part, rows) in PartNames.Groups(run))
        {
            var suffix = SuffixOf(part);
            using var x = ReadBack.Open(run, run.PathOf($"X{suffix}.npy"), rows.Length, DatasetColumns.HuOld);
            using var y = ReadBack.Open(run, run.PathOf($"y{suffix}.npy"), rows.Length, DatasetColumns.Mask);
            var place = 0;
            run.ForEach(
                rows,
                slice => (run.Pixels.GetImage(slice, dtype).ToArray(), slice.Mask.ToArray()),
                (row, expected) =>
                {
                    using var image = x[place].Load();
                    using var mask = y[place++].Load();
                    ReadBack.Same(run, row, "image", image.ReadBytes(image.Row.HuOld!), expected.Item1);
                    ReadBack.Same(run, row, "mask", mask.ReadBytes(mask.Row.Mask!), expected.Item2);
                }
            );
        }
    }

    private static string SuffixOf(string? part) => part is null ? string.Empty : "_" + part;

    private static DType TypeOf(ExportRun run)
    {
        if (run.Window is not null)
            return SlicePixels.UInt8;
        if (HuEncoding.Asked(run.Options.DType) is { } asked)
            return asked;
        var types = run.Rows.Select(row => run.Slices.ImageOf(row.Row).DType.With(ByteOrder.Little)).Distinct().ToArray();
        return types is [var one] ? one : DType.Float64;
    }

    private static void WritePart(ExportRun run, ExportRow[] rows, string suffix, DType dtype)
    {
        var size = StackColumns.CommonSize(rows, row => run.Slices.SizeOf(row.Row));
        var (xName, yName) = ($"X{suffix}.npy", $"y{suffix}.npy");
        if (run.Kept is { } kept)
        {
            run.ForEach(
                rows,
                slice =>
                {
                    kept.Put(slice.Row.Position, ImagePiece, run.Pixels.GetImage(slice, dtype));
                    kept.Put(slice.Row.Position, MaskPiece, slice.Mask);
                }
            );
            return;
        }

        using var x = File.OpenHandle(run.PathOf(xName), FileMode.Create, FileAccess.Write);
        using var y = File.OpenHandle(run.PathOf(yName), FileMode.Create, FileAccess.Write);
        var xHeader = NpyWriter.Header(dtype, rows.Length, size.Height, size.Width);
        var yHeader = NpyWriter.Header(DType.Int8, rows.Length, size.Height, size.Width);
        RandomAccess.Write(x, xHeader, 0);
        RandomAccess.Write(y, yHeader, 0);
        var pixels = (long)size.Height * size.Width;
        var place = rows.Select((row, at) => (row.Position, at)).ToDictionary(pair => pair.Position, pair => pair.at);
        void Put(ExportRow row, ReadOnlySpan<byte> image, ReadOnlySpan<byte> mask)
        {
            var at = place[row.Position];
            RandomAccess.Write(x, image, xHeader.Length + (at * pixels * dtype.ItemSize));
            RandomAccess.Write(y, mask, yHeader.Length + (at * pixels));
            run.Manifest.SetRow(row, xName, yName);
        }

        if (run.Merged is { } merged)
            run.ForEachMerged(
                rows,
                row =>
                    Put(
                        row,
                        merged.Get(row.Position, ImagePiece, PieceCodec.Array(pixels * dtype.ItemSize)),
                        merged.Get(row.Position, MaskPiece, PieceCodec.Array(pixels))
                    )
            );
        else
            run.ForEach(rows, slice => Put(slice.Row, run.Pixels.GetImage(slice, dtype), slice.Mask));
        RandomAccess.FlushToDisk(x);
        RandomAccess.FlushToDisk(y);
        RowTable.Save(run, run.PathOf($"labels{suffix}.csv"), rows);
    }
}

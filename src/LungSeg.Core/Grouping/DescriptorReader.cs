using LungSeg.Core.Analysis;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Grouping;

/// <summary>Makes descriptors of slices; each slice is read once and released.</summary>
internal static class DescriptorReader
{
    private const double SigmaBlocks = 1;
    private const double CoarseSigmaBlocks = 1.5;

    /// <summary>
    /// Minimum share of blocks above <see cref="BodyTone"/> in a slice that shows a body. Slices of air, table or noise are not compared:
    /// those of two patients may be equal.
    /// </summary>
    private const double MinBodyShare = 0.05;

    private const double BodyTone = -100;
    private const double LowestAirHu = -1100;
    private static readonly SliceSize NoSize = new(1, 1);

    /// <summary>Descriptors of rows, in the order of the rows. Of rows of <paramref name="mayFail"/> one may have no slice.</summary>
    /// <exception cref="Bytes.DatasetFormatException">A row has no hu_array_old, or its file has changed since it was indexed.</exception>
    public static SliceDescriptor[] Read(
        RowWork work,
        SliceStore store,
        Action? rowDone,
        bool withMirrors,
        Func<DatasetRow, bool>? mayFail = null
    ) => RowPass.Run(work, Step(withMirrors, mayFail: mayFail), store.Keep, rowDone);

    /// <summary>The step that makes the descriptor of a row.</summary>
    /// <param name="withMirrors">Whether descriptors include mirror images.</param>
    /// <param name="mayLack">Rows that may have no slice: <see cref="Nothing"/> stands for it. Null for none.</param>
    /// <param name="mayFail">Rows that may also have a slice that cannot be read. Null for none.</param>
    public static RowStep<SliceDescriptor> Step(
        bool withMirrors,
        Func<DatasetRow, bool>? mayLack = null,
        Func<DatasetRow, bool>? mayFail = null
    )
    {
        return new("slice", Describe, row => DescriptorPiece.CreateCodec(FindSize(row) ?? NoSize, withMirrors));

        // The cell of a row that may fail can hold anything; in one that may lack a slice, something else than a slice is an error.
        SliceSize? FindSize(DatasetRow row) =>
            (mayFail?.Invoke(row) == true && !SliceShape.IsSlice(row.FoundHuOld))
            || (mayLack?.Invoke(row) == true && !SliceShape.IsSlice(row.HuOld))
                ? null
                : SliceShape.GetHuOldSize(row);

        SliceDescriptor Describe(RowAnalysis analysis)
        {
            var row = analysis.Row;
            if (FindSize(row) is not { } size)
            {
                return Nothing(withMirrors);
            }
            try
            {
                return Compute(analysis.Sample, row.HuOld!, size, withMirrors);
            }
            catch (DatasetFormatException e) when (e.Fault != Fault.Changed && mayFail?.Invoke(row) == true)
            {
                return Nothing(withMirrors, size);
            }
        }
    }

    /// <summary>Stands for no slice: it is never compared.</summary>
    /// <param name="withMirrors">Whether it has places for mirror images.</param>
    /// <param name="shape">Size of a slice that is there and cannot be read; null for none.</param>
    public static SliceDescriptor Nothing(bool withMirrors, SliceSize? shape = null)
    {
        var size = shape ?? NoSize;
        return new()
        {
            Hash = 0,
            HasKey = false,
            Size = size,
            Edges = new sbyte[SliceDescriptor.Length],
            Norm = 0,
            Sketches = new SliceSketch[withMirrors ? Enum.GetValues<Mirror>().Length : 1],
            Profile = new SliceProfile(new short[size.Height], new short[size.Width]),
            CornerHu = null,
        };
    }

    /// <summary>Descriptor of one of a row's arrays.</summary>
    public static SliceDescriptor Compute(CtSample sample, ArrayInfo array, SliceSize size, bool withMirrors)
    {
        var slice = Compute(sample.ReadValues(array), size.Height, size.Width, withMirrors);
        return ContentKey.IsExact(sample, array) ? slice : slice with { Hash = ContentKey.HashIntegers(sample, array), HasKey = false };
    }

    /// <summary>Descriptor of a slice [row, col] in C order.</summary>
    public static SliceDescriptor Compute(ReadOnlySpan<double> hu, int height, int width, bool withMirrors = false)
    {
        var means = ToneMeans.Compute(hu, height, width);
        var blocks = means.Blocks;
        var body = blocks.Count(block => block > BodyTone);
        var coarse = BlockGrid.Halve(blocks, SliceDescriptor.Side);
        BlockGrid.Sharpen(coarse, SliceDescriptor.Side / 2, CoarseSigmaBlocks);
        BlockGrid.Sharpen(blocks, SliceDescriptor.Side, SigmaBlocks);
        var quantised = body < MinBodyShare * blocks.Length ? new sbyte[blocks.Length] : EdgeTiles.FromGrid(Quantise(blocks));
        return new SliceDescriptor
        {
            Hash = ContentKey.ComputeHash(hu, height, width),
            Size = new(height, width),
            Edges = quantised,
            Norm = SliceDescriptor.ComputeNorm(quantised),
            Sketches = Sketches(coarse, withMirrors),
            Profile = SliceProfile.FromSums(means.RowSums, means.ColumnSums),
            CornerHu = GetCornerHu(hu, height, width),
        };
    }

    private static SliceSketch[] Sketches(double[] coarse, bool withMirrors) =>
        withMirrors
            ?
            [
                .. Enum.GetValues<Mirror>()
                    .Select(mirror => SliceSketch.Compute(MirroredGrid.Create<double>(coarse, SliceDescriptor.Side / 2, mirror))),
            ]
            : [SliceSketch.Compute(coarse)];

    private static sbyte[] Quantise(double[] edges)
    {
        var largest = edges.Max(Math.Abs);
        return largest == 0 ? new sbyte[edges.Length] : [.. edges.Select(edge => (sbyte)Math.Round(edge * sbyte.MaxValue / largest))];
    }

    /// <summary>
    /// The value of all four corners, where it is too low for air; else null. (-1024 may be padding in one slice and measured air in the
    /// next.)
    /// </summary>
    private static int? GetCornerHu(ReadOnlySpan<double> hu, int height, int width)
    {
        ReadOnlySpan<double> corners = [hu[0], hu[width - 1], hu[(height - 1) * width], hu[^1]];
        return corners[0] < LowestAirHu && corners.IndexOfAnyExcept(corners[0]) < 0 ? (int)Math.Max(corners[0], int.MinValue) : null;
    }
}

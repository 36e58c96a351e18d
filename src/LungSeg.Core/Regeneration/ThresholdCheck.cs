using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;
using LungSeg.Thresholding;

namespace LungSeg.Core.Regeneration;

/// <summary>Compares stored hu_arrays with what each method makes of hu_array_old.</summary>
public static class ThresholdCheck
{
    /// <summary>Checks rows; the result is in their order and does not depend on the number of threads.</summary>
    /// <param name="work">Rows with both HU arrays, [row, col] of equal shape.</param>
    /// <param name="rowDone">Called after each row, from any thread.</param>
    /// <exception cref="DatasetFormatException">A row lacks one of the arrays, their shapes differ, or a side is under 2 pixels; or a shard
    /// is damaged.</exception>
    public static IReadOnlyList<RowCheck> Run(RowWork work, Action? rowDone = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        return work.Of(new RowStep<RowCheck>("check", Check, RowCheckPiece.CodecOf), rowDone);
    }

    /// <summary>Checks one row.</summary>
    /// <exception cref="DatasetFormatException">The row lacks one of the arrays, their shapes differ, or a side is under 2
    /// pixels.</exception>
    public static RowCheck Check(DatasetRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var shape = SliceShape.Of(row, needsHu: true);
        using var sample = row.Load();
        var hu = sample.ReadValues(row.Hu!);
        var huOld = sample.ReadValues(row.HuOld!);
        var kept = new byte[hu.Length];
        KeptArea.Mark(hu, huOld, kept);

        var methods = new List<MethodResult>();
        var scratch = new Scratch(hu.Length);
        foreach (var masker in LungMaskers.All)
            methods.Add(Compare(masker, new Slice(hu, huOld, kept, shape, row.Hu!.DType.Kind == 'f'), scratch));

        double? lesionKept =
            row.Mask is { } mask && mask.Shape.SequenceEqual(row.Hu!.Shape) ? KeptArea.LesionKept(sample.ReadValues(mask), kept) : null;
        var lungs = RefinedMasker.FindLungs(huOld, shape.Rows, shape.Columns);
        return new RowCheck(row.Name, methods, KeptArea.Classify(hu, huOld, kept, lungs), lesionKept);
    }

    private static MethodResult Compare(ILungMasker masker, Slice slice, Scratch scratch)
    {
        var outcome = masker.Compute(slice.HuOld, slice.Shape.Rows, slice.Shape.Columns, scratch.Mask);
        ReadOnlySpan<double> made = slice.HuOld;
        if (ThresholdOutcomes.HasMask(outcome))
        {
            LungProduct.Apply(slice.HuOld, scratch.Mask, scratch.Product);
            made = scratch.Product;
        }

        if (slice.IsFloat ? KeptArea.SameBits(made, slice.Hu) : made.SequenceEqual(slice.Hu))
            return new MethodResult(masker.Name, outcome, true, 1, false);
        KeptArea.Mark(made, slice.HuOld, scratch.Kept);
        return new MethodResult(
            masker.Name,
            outcome,
            false,
            KeptArea.Dice(scratch.Kept, slice.Kept),
            MaskDifference.IsEdgeOnly(scratch.Kept, slice.Kept, slice.Shape.Columns)
        );
    }

    private readonly ref struct Slice(
        ReadOnlySpan<double> hu,
        ReadOnlySpan<double> huOld,
        ReadOnlySpan<byte> kept,
        SliceShape shape,
        bool isFloat
    )
    {
        public readonly ReadOnlySpan<double> Hu = hu;
        public readonly ReadOnlySpan<double> HuOld = huOld;
        public readonly ReadOnlySpan<byte> Kept = kept;
        public readonly SliceShape Shape = shape;
        public readonly bool IsFloat = isFloat;
    }

    private sealed class Scratch(int pixels)
    {
        public byte[] Mask { get; } = new byte[pixels];

        public byte[] Kept { get; } = new byte[pixels];

        public double[] Product { get; } = new double[pixels];
    }
}

using LungSeg.Core.Analysis;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using LungSeg.Core.Sharding;
using LungSeg.Thresholding;

namespace LungSeg.Core.Regeneration;

/// <summary>Compares stored hu_arrays with those that each method computes from hu_array_old.</summary>
public static class ThresholdCheck
{
    /// <summary>Pixels of which a method's hu_array is made at a time.</summary>
    private const int PieceLength = 1 << 16;

    /// <summary>Checks rows. The result is in the order of the rows and does not depend on the number of threads.</summary>
    /// <param name="work">Rows with both HU arrays, [row, col] of equal size.</param>
    /// <param name="rowDone">Called after each row, from any thread.</param>
    /// <exception cref="DatasetFormatException">
    /// A row lacks one of the arrays, their shapes differ, or a side is under 2 pixels; or a shard is damaged.
    /// </exception>
    public static IReadOnlyList<RowCheck> Run(RowWork work, Action? rowDone = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        return RowPass.Run(work, new RowStep<RowCheck>("check", Check, RowCheckPiece.CreateCodec), rowDone);
    }

    /// <summary>
    /// The first method that makes a row's hu_array: its name, or that of <see cref="StoredArea.Raw"/> where hu_array is hu_array_old and
    /// no method leaves it so; null where none does, or the row has not both arrays in one size.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="memory">Memory of the analysis.</param>
    /// <exception cref="DatasetFormatException">The file has changed since it was indexed.</exception>
    internal static string? FindMethod(DatasetRow row, RowMemoryPool memory)
    {
        if (!SliceShape.IsSlice(row.HuOld) || !SliceShape.IsSlice(row.Hu) || !row.Hu.HasShapeOf(row.HuOld))
        {
            return null;
        }
        using var analysis = RowAnalysis.Open(row, memory);
        var slice = new Slice(analysis, SliceShape.GetSize(row, needsHu: true));
        var scratch = new Scratch(slice.Hu.Length);
        foreach (var masker in LungMaskers.All)
        {
            if (IsStored(analysis.MakeMask(masker, scratch.Mask), slice, scratch))
            {
                return masker.Name;
            }
        }
        return KeptArea.HasSameBits(slice.Hu, slice.HuOld) ? StoredAreas.Name(StoredArea.Raw) : null;
    }

    /// <summary>Checks one row.</summary>
    /// <inheritdoc cref="Run" path="/exception"/>
    internal static RowCheck Check(RowAnalysis analysis)
    {
        var row = analysis.Row;
        var slice = new Slice(analysis, SliceShape.GetSize(row, needsHu: true));
        var methods = Compare(analysis, slice);
        LargeMemory.Release(slice.Hu.Length * sizeof(double));
        return new RowCheck(row.Name, methods, analysis.Stored, GetLesionKept(analysis));
    }

    private static List<MethodResult> Compare(RowAnalysis analysis, Slice slice)
    {
        var scratch = new Scratch(slice.Hu.Length);
        var methods = new List<MethodResult>();
        foreach (var masker in LungMaskers.All)
        {
            var outcome = analysis.MakeMask(masker, scratch.Mask);
            methods.Add(Compare(masker.Name, outcome, slice, scratch));
        }
        return methods;
    }

    private static double? GetLesionKept(RowAnalysis analysis)
    {
        // A mask that holds no numbers throws when it is read. To skip it would report that there is no lesion.
        if (analysis.Row.Mask is { DType.IsNumeric: false } mask && mask.HasShapeOf(analysis.HuOld!))
        {
            analysis.Read(mask);
        }

        return analysis.HasMaskOfSlice ? analysis.LesionKept : null;
    }

    private static MethodResult Compare(string method, ThresholdOutcome outcome, Slice slice, Scratch scratch)
    {
        if (IsStored(outcome, slice, scratch))
        {
            return new MethodResult(method, outcome, true, 1, false);
        }

        for (var at = 0; at < scratch.Kept.Length; at += PieceLength)
        {
            KeptArea.Mark(Make(outcome, slice, scratch, at), GetPiece(slice.HuOld, at), GetPiece(scratch.Kept, at));
        }

        return new MethodResult(
            method,
            outcome,
            false,
            MaskOverlap.Dice(scratch.Kept, slice.Kept),
            MaskDifference.IsEdgeOnly(scratch.Kept, slice.Kept, slice.Width)
        );
    }

    private static bool IsStored(ThresholdOutcome outcome, Slice slice, Scratch scratch)
    {
        for (var at = 0; at < slice.Hu.Length; at += PieceLength)
        {
            if (!slice.IsStored(Make(outcome, slice, scratch, at), at))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>
    /// A piece of the hu_array that a method makes, by the mask in <paramref name="scratch"/>: of hu_array_old where it has none. A whole
    /// one would take as much memory as those that it is compared with.
    /// </summary>
    private static ReadOnlySpan<double> Make(ThresholdOutcome outcome, Slice slice, Scratch scratch, int at)
    {
        var old = GetPiece(slice.HuOld, at);
        if (!ThresholdOutcomes.HasMask(outcome))
        {
            return old;
        }
        var made = scratch.Product.AsSpan(0, old.Length);
        LungProduct.Apply(old, GetPiece(scratch.Mask, at), made);
        return made;
    }

    private static ReadOnlySpan<double> GetPiece(ReadOnlySpan<double> values, int at) =>
        values.Slice(at, Math.Min(PieceLength, values.Length - at));

    private static Span<byte> GetPiece(byte[] mask, int at) => mask.AsSpan(at, Math.Min(PieceLength, mask.Length - at));

    private readonly ref struct Slice(RowAnalysis row, SliceSize size)
    {
        public readonly ReadOnlySpan<double> Hu = row.Read(row.Row.Hu!);
        public readonly ReadOnlySpan<double> HuOld = row.Read(row.Row.HuOld!);
        public readonly int Width = size.Width;
        private readonly bool _isFloat = row.Row.Hu!.DType.Kind == 'f';

        public ReadOnlySpan<byte> Kept => row.Kept;

        /// <summary>Whether values are those of hu_array from a pixel on: in each bit where it holds floats.</summary>
        public bool IsStored(ReadOnlySpan<double> values, int at) =>
            _isFloat ? KeptArea.HasSameBits(values, Hu.Slice(at, values.Length)) : values.SequenceEqual(Hu.Slice(at, values.Length));
    }

    private sealed class Scratch(int pixels)
    {
        public byte[] Mask { get; } = new byte[pixels];

        public byte[] Kept => field ??= new byte[pixels];

        public double[] Product { get; } = new double[Math.Min(pixels, PieceLength)];
    }
}

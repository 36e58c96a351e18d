using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;

namespace LungSeg.Core.Reporting;

/// <summary>Counts where lesions of many rows lie in the slice, and computes the mean of the slices.</summary>
/// <remarks>Rows may be added from several threads. The sums are integers, so the order does not matter.</remarks>
public sealed class ChestMap
{
    /// <summary>Cells along each side.</summary>
    public const int Cells = 64;

    internal const int MeanSide = 192;
    private readonly Lock _gate = new();
    private readonly int[] _lesions = new int[Cells * Cells];
    private readonly long[] _greys = new long[MeanSide * MeanSide];

    /// <summary>Rows with a lesion.</summary>
    public int RowsWithLesion { get; private set; }

    /// <summary>Rows whose slices are in the mean.</summary>
    public int Slices { get; private set; }

    /// <summary>Rows whose lesion has a pixel in the cell, [row, col].</summary>
    public IReadOnlyList<int> Lesions => _lesions;

    /// <summary>Mean of the slices in the lung window, <see cref="MeanSide"/> x <see cref="MeanSide"/>, [row, col].</summary>
    internal byte[] MeanGreys()
    {
        var mean = new byte[_greys.Length];
        for (var i = 0; i < mean.Length && Slices > 0; i++)
        {
            mean[i] = (byte)((_greys[i] + (Slices / 2)) / Slices);
        }
        return mean;
    }

    /// <summary>Adds a row.</summary>
    /// <exception cref="Bytes.DatasetFormatException">The file has changed since it was indexed.</exception>
    internal void Add(RowAnalysis analysis)
    {
        if ((analysis.HuOld ?? analysis.Hu) is { } slice && SliceShape.IsSlice(slice))
        {
            AddSlice(analysis.Read(slice), (int)slice.Shape[0], (int)slice.Shape[1]);
        }

        if (SliceShape.IsSlice(analysis.Mask) && analysis.LesionBox is not null)
        {
            AddLesion(analysis.Lesion, new((int)analysis.Mask!.Shape[0], (int)analysis.Mask.Shape[1]));
        }
    }

    private void AddSlice(ReadOnlySpan<double> hu, int height, int width)
    {
        var greys = new byte[_greys.Length];
        Span<double> sampled = stackalloc double[MeanSide];
        for (var r = 0; r < MeanSide; r++)
        {
            var line = hu.Slice(Centre(r, height) * width, width);
            for (var c = 0; c < MeanSide; c++)
            {
                sampled[c] = line[Centre(c, width)];
            }

            HuWindow.Lung.Apply(sampled, greys.AsSpan(r * MeanSide, MeanSide));
        }

        lock (_gate)
        {
            Slices++;
            for (var i = 0; i < greys.Length; i++)
            {
                _greys[i] += greys[i];
            }
        }
    }

    private void AddLesion(ReadOnlySpan<byte> lesion, SliceSize size)
    {
        var cells = Scaling.AnyOf(lesion, size, new(Cells, Cells));
        lock (_gate)
        {
            RowsWithLesion++;
            for (var i = 0; i < cells.Length; i++)
            {
                _lesions[i] += cells[i];
            }
        }
    }

    private static int Centre(int index, int length) => (int)(((2L * index) + 1) * length / (2 * MeanSide));
}

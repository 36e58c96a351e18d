namespace LungSeg.Core.Analysis;

/// <summary>The HU arrays of one row that are slices of one shape, each [row, col] in C order, and which of them is measured.</summary>
internal readonly ref struct MeasuredSlice
{
    public required int Height { get; init; }

    public required int Width { get; init; }

    /// <summary>hu_array_old; empty without one.</summary>
    public ReadOnlySpan<double> Old { get; init; }

    /// <summary>hu_array; empty without one, or where no requested figure needs it.</summary>
    public ReadOnlySpan<double> Hu { get; init; }

    /// <summary>Whether hu_array is measured; its dropped pixels have no HU.</summary>
    public bool MeasuresHu { get; init; }

    /// <summary>The array whose HU are measured; empty without one.</summary>
    public ReadOnlySpan<double> Image => MeasuresHu ? Hu : Old;

    /// <summary>Whether a pixel is dropped. In a row without hu_array_old each 0 counts as dropped.</summary>
    public bool IsDropped(int pixel) => !Hu.IsEmpty && Hu[pixel] == 0 && (Old.IsEmpty || Old[pixel] != 0);
}

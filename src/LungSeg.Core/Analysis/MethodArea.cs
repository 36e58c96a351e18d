namespace LungSeg.Core.Analysis;

/// <summary>What the hu_array of a method keeps of one slice and its lesion.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="KeptPixels">Pixels that are not dropped.</param>
/// <param name="AreaPixels">Pixels of the method's area.</param>
/// <param name="TissuePixels">Pixels of that area with -300 HU or more.</param>
/// <param name="LesionPixelsKept">Lesion pixels that are not dropped.</param>
internal sealed record MethodArea(string Method, int KeptPixels, int AreaPixels, int TissuePixels, int LesionPixelsKept)
{
    /// <summary>Counts the pixels of a method's area; all layouts are [row, col] in C order.</summary>
    /// <param name="method">Name of the method.</param>
    /// <param name="huOld">hu_array_old. A pixel of value 0 is never dropped.</param>
    /// <param name="mask">Not 0 in the method's area.</param>
    /// <param name="lesion">Not 0 in the lesion; empty without one.</param>
    public static MethodArea Count(string method, ReadOnlySpan<double> huOld, ReadOnlySpan<byte> mask, ReadOnlySpan<byte> lesion)
    {
        var (kept, area, tissue, lesionKept) = (0, 0, 0, 0);
        for (var i = 0; i < mask.Length; i++)
        {
            var isKept = mask[i] != 0 || huOld[i] == 0;
            kept += isKept ? 1 : 0;
            area += mask[i] != 0 ? 1 : 0;
            tissue += mask[i] != 0 && huOld[i] >= BodyComponent.TissueHu ? 1 : 0;
            lesionKept += isKept && !lesion.IsEmpty && lesion[i] != 0 ? 1 : 0;
        }

        return new MethodArea(method, kept, area, tissue, lesionKept);
    }
}

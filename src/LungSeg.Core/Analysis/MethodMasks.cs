using LungSeg.Thresholding;

namespace LungSeg.Core.Analysis;

/// <summary>The areas of methods on one row, compared with its lesion and with its hu_array.</summary>
internal static class MethodMasks
{
    /// <summary>What each method keeps, in the order of <see cref="LungMaskers.All"/>.</summary>
    public static MethodArea[] Measure(RowAnalysis row)
    {
        var old = row.Read(row.HuOld!);
        var lesion = row.HasMaskOfSlice ? row.Lesion : [];
        var mask = row.MaskMemory;
        var areas = new MethodArea[LungMaskers.All.Count];
        for (var i = 0; i < areas.Length; i++)
        {
            var method = LungMaskers.All[i];
            if (!ThresholdOutcomes.HasMask(row.MakeMask(method, mask)))
            {
                // What the authors' code stores: the unchanged slice.
                mask.Fill(1);
            }

            areas[i] = MethodArea.Count(method.Name, old, mask, lesion);
        }

        return areas;
    }

    /// <summary>Share of the lesion that the method hull keeps. Needs a lesion.</summary>
    public static double GetLesionKeptByHull(RowAnalysis row)
    {
        var mask = row.MaskMemory;
        return ThresholdOutcomes.HasMask(row.Chest.WriteHull(mask))
            ? (double)MethodArea.Count(HullMasker.MethodName, row.Read(row.HuOld!), mask, row.Lesion).LesionPixelsKept / row.LesionPixels
            : 1;
    }

    /// <summary>
    /// Whether hu_array may be what the method hull gives: it holds the lungs of the refined method, and nothing beyond the largest margin.
    /// </summary>
    public static bool IsHull(RowAnalysis row)
    {
        var widest = row.MaskMemory;
        if (!ThresholdOutcomes.HasMask(row.Chest.WriteHull(widest, HullMasker.MaxMargin)))
        {
            return false;
        }

        var hu = row.Read(row.Hu!);
        var kept = row.Kept;
        var lungs = row.Chest.Lungs.Labels;
        for (var i = 0; i < hu.Length; i++)
        {
            if ((lungs[i] != 0 && kept[i] == 0) || (hu[i] != 0 && widest[i] == 0))
            {
                return false;
            }
        }

        return true;
    }
}

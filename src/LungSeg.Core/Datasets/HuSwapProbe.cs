using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Datasets;

/// <summary>Detects swapped names of <c>hu_array</c> and <c>hu_array_old</c>.</summary>
/// <remarks>
/// Where the two differ, hu_array should be 0 (dropped). The first and the middle line of pixels of a few rows are compared, so only some
/// kilobytes are read.
/// </remarks>
internal static class HuSwapProbe
{
    private const int RowsLookedAt = 8;
    private const int LongestLine = 1 << 14;

    public static IEnumerable<string> Look(IReadOnlyList<DatasetRow> rows)
    {
        int[] comparable = [.. Enumerable.Range(0, rows.Count).Where(row => IsComparable(rows[row]))];
        var step = Math.Max(1, comparable.Length / RowsLookedAt);
        var (right, swapped) = (0, 0);
        for (var i = 0; i < comparable.Length; i += step)
        {
            var (dropsHu, dropsOld) = Differences(rows[comparable[i]]);
            right += dropsHu > dropsOld ? 1 : 0;
            swapped += dropsOld > dropsHu ? 1 : 0;
        }

        if (swapped > right)
        {
            yield return $"hu_array and hu_array_old look swapped: in {swapped} of {right + swapped} rows looked at, "
                + "the dropped pixels (0) are in hu_array_old";
        }
    }

    private static bool IsComparable(DatasetRow row) =>
        row is { FoundHu: { } hu, FoundHuOld: { } old, HuIsHuOld: false }
        && hu.Shape.Count == 2
        && old.HasShapeOf(hu)
        && hu.Count > 0
        && hu.Shape[1] <= LongestLine
        && hu.Offset is not null
        && old.Offset is not null
        && hu.Order == ElementOrder.C
        && old.Order == ElementOrder.C
        && hu.DType.IsNumeric
        && old.DType.IsNumeric;

    private static (int DropsHu, int DropsOld) Differences(DatasetRow row)
    {
        using var sample = row.Load();
        var (dropsHu, dropsOld) = (0, 0);
        for (var half = 0; half < 2; half++)
        {
            var line = half * row.Hu!.Shape[0] / 2;
            var hu = sample.ReadValues(row.Hu.Part(line));
            var old = sample.ReadValues(row.HuOld!.Part(line));
            for (var i = 0; i < hu.Length; i++)
            {
                dropsHu += hu[i] == 0 && old[i] != 0 ? 1 : 0;
                dropsOld += old[i] == 0 && hu[i] != 0 ? 1 : 0;
            }
        }

        return (dropsHu, dropsOld);
    }
}

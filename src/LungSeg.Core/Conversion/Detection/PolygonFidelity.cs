using LungSeg.Core.Analysis;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;

namespace LungSeg.Core.Conversion.Detection;

/// <summary>
/// How well written polygons, filled again, match the masks they were traced from: the Dice coefficient of each row with a lesion.
/// </summary>
internal sealed class PolygonFidelity(ExportRun run)
{
    private readonly double[] _dice = [.. Enumerable.Repeat(double.NaN, run.Rows.Count)];

    /// <summary>Computes the Dice coefficient of a row; NaN without a lesion.</summary>
    public static double Compute(ExportSlice slice, ReadOnlySpan<byte> filled) =>
        slice.LesionPixels == 0 ? double.NaN : MaskOverlap.Dice(filled, slice.Mask);

    /// <summary>Records the coefficient of a row.</summary>
    public void Add(ExportRow row, double dice) => _dice[row.Position] = dice;

    /// <summary>Puts the minimum and the mean into the manifest, where at least one row has a lesion.</summary>
    public void Report()
    {
        var known = Array.FindAll(_dice, dice => !double.IsNaN(dice));
        if (known.Length == 0)
        {
            return;
        }

        run.Manifest.Set("polygon_dice_min", known.Min());
        run.Manifest.Set("polygon_dice_mean", known.Average());
    }
}

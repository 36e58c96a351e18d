using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Detection;

/// <summary>
/// How well written polygons, filled again, match the masks they were traced from: the Dice coefficient of each row with a lesion.
/// </summary>
internal sealed class PolygonFidelity(ExportRun run)
{
    private readonly double?[] _dice = new double?[run.Rows.Count];

    /// <summary>Compares one row; from any thread, once a row.</summary>
    public void Add(ExportSlice slice, ReadOnlySpan<byte> filled)
    {
        var (both, found) = (0L, 0L);
        for (var i = 0; i < filled.Length; i++)
        {
            both += filled[i] & slice.Mask[i];
            found += filled[i];
        }

        if (found + slice.LesionPixels == 0)
            return;
        var dice = 2.0 * both / (found + slice.LesionPixels);
        _dice[slice.Row.Position] = dice;
        run.Kept?.Put(slice.Row.Position, RowPieces.PolygonDice, PieceCodec.Ratio.Pack(dice));
    }

    /// <summary>Puts the least and the mean into the manifest, where there was a lesion at all.</summary>
    public void Report()
    {
        if (run.Merged is { } merged)
        {
            foreach (var row in run.Rows.Where(row => merged.Has(row.Position, RowPieces.PolygonDice)))
                _dice[row.Position] = merged.Get(row.Position, RowPieces.PolygonDice, PieceCodec.Ratio);
        }

        var known = _dice.OfType<double>().ToArray();
        if (known.Length == 0)
            return;
        run.Manifest.Set("polygon_dice_min", known.Min());
        run.Manifest.Set("polygon_dice_mean", known.Average());
    }
}

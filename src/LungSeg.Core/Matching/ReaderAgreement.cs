using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets.Collections;

namespace LungSeg.Core.Matching;

/// <summary>What the readers of a scan drew and rated, against the mask of a row.</summary>
public sealed class ReaderAgreement
{
    private readonly ReadingRecord[] _drawn;

    private ReaderAgreement(ReadingRecord[] drawn, IReadOnlyList<double?> dice, IReadOnlyList<UnmarkedNodule> unmarked)
    {
        _drawn = drawn;
        Dice = dice;
        Unmarked = unmarked;
    }

    /// <summary>Number of readers whose area has a pixel of the mask.</summary>
    public int Readers => _drawn.Select(reading => reading.Reader).Distinct().Count();

    /// <summary>The readers' ids of those nodules.</summary>
    public IReadOnlyList<string> NoduleIds => [.. _drawn.Select(reading => reading.NoduleId).OfType<string>()];

    /// <summary>Dice of the mask with the area of at least 1, 2, 3 and 4 of them; null where mask and area are empty.</summary>
    public IReadOnlyList<double?> Dice { get; }

    /// <summary>Nodules of 3 mm and more that no pixel of the mask lies in.</summary>
    public IReadOnlyList<UnmarkedNodule> Unmarked { get; }

    /// <summary>Median rating of malignancy, 1 to 5; null where no reader rated it.</summary>
    public double? Malignancy => GetMedian(ReadingRecord.Characteristics.Count - 1);

    /// <summary>Name of the column that holds <see cref="Dice"/> with the area of at least so many readers.</summary>
    internal static string GetDiceColumn(int least) => System.FormattableString.Invariant($"dice_readers_{least}");

    /// <summary>Ratings of a characteristic, one for each nodule of each reader.</summary>
    public IReadOnlyList<int> GetRatings(int characteristic) =>
        [.. _drawn.Select(reading => reading.Ratings[characteristic]).OfType<int>()];

    /// <summary>Median of a characteristic's ratings; null without one.</summary>
    public double? GetMedian(int characteristic)
    {
        int[] sorted = [.. GetRatings(characteristic).Order()];
        return sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;
    }

    /// <summary>Compares a mask with what readers drew on its slice.</summary>
    /// <param name="mask">1 where the lesion is, [row, col].</param>
    /// <param name="width">Its width.</param>
    /// <param name="readings">All areas on the slice.</param>
    internal static ReaderAgreement Compare(ReadOnlySpan<byte> mask, int width, IReadOnlyList<ReadingRecord> readings)
    {
        var (pixels, height) = (mask.Length, mask.Length / width);
        var areas = readings
            .GroupBy(reading => (reading.Nodule, reading.Reader, reading.NoduleId))
            .Select(group => new ReaderArea([.. group], pixels, height))
            .ToArray();
        var (drawn, touched) = (new List<ReaderArea>(), new HashSet<int>());
        foreach (var area in areas)
        {
            if (area.Touches(mask))
            {
                drawn.Add(area);
                touched.Add(area.First.Nodule);
            }
        }

        var missed = areas.Where(area => area.First.IsRated).GroupBy(area => area.First.Nodule);
        return new ReaderAgreement(
            [.. drawn.Select(area => area.First)],
            CompareShares(mask, drawn),
            [
                .. missed
                    .Where(nodule => !touched.Contains(nodule.Key))
                    .OrderBy(nodule => nodule.Key)
                    .Select(nodule => UnmarkedNodule.From([.. nodule], width)),
            ]
        );
    }

    private static double?[] CompareShares(ReadOnlySpan<byte> mask, List<ReaderArea> drawn)
    {
        var readers = new byte[mask.Length];
        foreach (var reader in drawn.GroupBy(area => area.First.Reader))
        {
            var own = new byte[mask.Length];
            foreach (var area in reader)
            {
                area.AddTo(own);
            }
            for (var i = 0; i < own.Length; i++)
            {
                readers[i] += own[i];
            }
        }

        var (dice, shared) = (new double?[ReadingRecord.MaxReaders], new byte[mask.Length]);
        for (var least = 1; least <= ReadingRecord.MaxReaders; least++)
        {
            for (var i = 0; i < shared.Length; i++)
            {
                shared[i] = readers[i] >= least ? (byte)1 : (byte)0;
            }
            dice[least - 1] = mask.Contains((byte)1) || shared.AsSpan().Contains((byte)1) ? MaskOverlap.Dice(mask, shared) : null;
        }

        return dice;
    }
}

/// <summary>A nodule that a mask leaves out.</summary>
/// <param name="Readers">Number of readers who drew it on this slice.</param>
/// <param name="AreaPx">Pixels that at least one of them drew.</param>
/// <param name="Row">Row of their centre; null for an area without pixels.</param>
/// <param name="Column">Column of their centre.</param>
public sealed record UnmarkedNodule(int Readers, int AreaPx, double? Row, double? Column)
{
    internal static UnmarkedNodule From(IReadOnlyList<ReaderArea> areas, int width)
    {
        var all = new byte[areas[0].Length];
        foreach (var area in areas)
        {
            area.AddTo(all);
        }
        var (count, rows, columns) = (0, 0L, 0L);
        for (var i = 0; i < all.Length; i++)
        {
            count += all[i];
            rows += all[i] * (i / width);
            columns += all[i] * (i % width);
        }
        return new UnmarkedNodule(
            areas.Select(area => area.First.Reader).Distinct().Count(),
            count,
            count == 0 ? null : (double)rows / count,
            count == 0 ? null : (double)columns / count
        );
    }
}

/// <summary>The area of one nodule of one reader on one slice.</summary>
internal sealed class ReaderArea
{
    private readonly byte[] _area;

    /// <param name="readings">Areas that belong to it and areas that are cut out of it.</param>
    /// <param name="pixels">Pixels of the slice.</param>
    /// <param name="height">Its height.</param>
    public ReaderArea(IReadOnlyList<ReadingRecord> readings, int pixels, int height)
    {
        _area = new byte[pixels];
        First = readings[0];
        var hole = new byte[pixels];
        foreach (var reading in readings)
        {
            // An area of a slice of another size says nothing of this one.
            if (!reading.TryFill(reading.Inclusion ? _area : hole, height))
            {
                Array.Clear(_area);
                return;
            }
        }
        for (var i = 0; i < pixels; i++)
        {
            _area[i] &= (byte)~hole[i];
        }
    }

    public ReadingRecord First { get; }

    public int Length => _area.Length;

    public bool Touches(ReadOnlySpan<byte> mask)
    {
        for (var i = 0; i < _area.Length; i++)
        {
            if ((_area[i] & mask[i]) != 0)
            {
                return true;
            }
        }

        return false;
    }

    public void AddTo(Span<byte> area)
    {
        for (var i = 0; i < _area.Length; i++)
        {
            area[i] |= _area[i];
        }
    }
}

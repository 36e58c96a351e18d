using LungSeg.Core.Grouping;

namespace LungSeg.Core.Validation;

/// <summary>For each row, the most alike of the earlier rows: one in its own input, one in the inputs before it.</summary>
/// <param name="rows">Rows whose slices are compared.</param>
internal sealed class NearestRows(IReadOnlyList<RowFacts> rows)
{
    private readonly SlicePair?[] _inInput = new SlicePair?[rows.Count];
    private readonly SlicePair?[] _inOthers = new SlicePair?[rows.Count];

    /// <summary>Each row with the earlier row of its input that is most alike but not equal, as positions.</summary>
    public IEnumerable<SlicePair> InInput => _inInput.OfType<SlicePair>();

    /// <summary>Each row with the most alike row of earlier inputs, as positions.</summary>
    public IEnumerable<SlicePair> InOthers => _inOthers.OfType<SlicePair>();

    /// <summary>Adds a pair. Pairs with the same B come in ascending order of A, so that of equal scores the first is kept.</summary>
    public void Add(SlicePair pair)
    {
        if (rows[pair.A].Row.Input != rows[pair.B].Row.Input)
        {
            Keep(ref _inOthers[pair.B], pair);
        }
        else if (!pair.IsExact)
        {
            Keep(ref _inInput[pair.B], pair);
        }
    }

    private static void Keep(ref SlicePair? nearest, SlicePair pair)
    {
        if (nearest is not { } known || (pair.IsExact, pair.Score).CompareTo((known.IsExact, known.Score)) > 0)
        {
            nearest = pair;
        }
    }
}

using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using LungSeg.Core.Sharding;
using LungSeg.Thresholding;

namespace LungSeg.Core.Regeneration;

/// <summary>How hu_array is regenerated.</summary>
public sealed record RegenerationOptions
{
    /// <summary>The method.</summary>
    public ILungMasker Method { get; init; } = LungMaskers.Published;

    /// <summary>What the method sees of a scan.</summary>
    public SliceContext Context { get; init; }

    /// <summary>
    /// The slices before and after each row in its scan, at most two, as <see cref="SliceContext.Scan"/> needs them where masks are made;
    /// else null. Rows that are not regenerated may be neighbours.
    /// </summary>
    public IReadOnlyDictionary<DatasetRow, List<DatasetRow>>? Neighbours { get; init; }

    /// <summary>What to do where the method gives no mask.</summary>
    public FailureAction OnFailure { get; init; } = FailureAction.Keep;

    /// <summary>Rows to regenerate; null for all. The others stay as they are.</summary>
    public IReadOnlyCollection<DatasetRow>? Rows { get; init; }

    /// <summary>The rows among which <see cref="Rows"/> were chosen, which all shards know; null where they are the same.</summary>
    public IReadOnlyCollection<DatasetRow>? Named { get; init; }

    /// <summary>Texts on which the choice of rows depends. Shards with different parameters cannot be merged.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Whether a file of that name may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>
    /// The shard whose masks are computed; null for a run without shards. The shard is a folder beside the file, see
    /// <see cref="ShardRun.GetFolder"/>.
    /// </summary>
    public ShardRun? Shard { get; init; }

    /// <summary>Shards to merge, which hold the masks; null to compute the masks.</summary>
    public ShardSet? Merged { get; init; }

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Called after each row, from any thread.</summary>
    public Action? RowDone { get; init; }
}

/// <summary>What hu_array becomes where a method gives no mask.</summary>
public enum FailureAction
{
    /// <summary>The unchanged slice, as the authors' code stores it.</summary>
    Keep,

    /// <summary>+0.0 everywhere.</summary>
    Zero,

    /// <summary>Write nothing.</summary>
    Fail,
}

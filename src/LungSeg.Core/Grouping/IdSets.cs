using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>
/// Sets of rows that starts with those of equal ids. What pixels prove joins rows of two ids too, and is reported; what they only suggest
/// never does.
/// </summary>
internal sealed class IdSets
{
    private const int Nobody = -1;
    private readonly RowIds _ids;
    private readonly DisjointSets _sets;

    /// <summary>By the first member of a set: its first row with an id.</summary>
    private readonly int[] _known;

    public IdSets(RowIds ids, int count)
    {
        (_ids, _sets, _known) = (ids, new DisjointSets(count), new int[count]);
        ids.JoinEqual(_sets);
        Array.Fill(_known, Nobody);
        for (var row = count - 1; row >= 0; row--)
        {
            if (ids.IsKnown(row))
            {
                _known[_sets.Find(row)] = row;
            }
        }
    }

    /// <summary>Joins of rows under two ids.</summary>
    public List<IdConflict> Conflicts { get; } = [];

    public int Find(int row) => _sets.Find(row);

    /// <summary>Joins the sets of two rows whose pixels prove it; false where they are in one set already.</summary>
    public bool JoinProved(int a, int b, double score)
    {
        var (known, other) = (_known[Find(a)], _known[Find(b)]);
        if (Find(a) != Find(b) && known != Nobody && other != Nobody)
        {
            if (_ids.AreBinding)
            {
                return false;
            }
            var (first, second) = (_ids.IsKnown(a) ? a : known, _ids.IsKnown(b) ? b : other);
            if (_ids.Differ(first, second) is var (idA, idB))
            {
                Conflicts.Add(new IdConflict(first, second, idA, idB, score));
            }
        }
        return Join(a, b);
    }

    /// <summary>Joins the sets of two rows that seem to be of one scan; false where both have ids, or are in one set already.</summary>
    public bool JoinLikely(int a, int b) => (_known[Find(a)] == Nobody || _known[Find(b)] == Nobody) && Join(a, b);

    private bool Join(int a, int b)
    {
        var (known, other) = (_known[Find(a)], _known[Find(b)]);
        if (!_sets.Join(a, b))
        {
            return false;
        }
        _known[Find(a)] = known == Nobody ? other : known;
        return true;
    }

    /// <summary>Name of the group of each row.</summary>
    public string[] GetNames(int count) => RowGroups.Names(_sets, count);
}

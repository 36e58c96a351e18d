namespace LungSeg.Core.Datasets;

/// <summary>Union-find: disjoint sets of integers.</summary>
internal sealed class DisjointSets
{
    private readonly int[] _parent;

    public DisjointSets(int count) => _parent = [.. Enumerable.Range(0, count)];

    /// <summary>The smallest member of the set that <paramref name="item"/> is in.</summary>
    public int Find(int item)
    {
        while (_parent[item] != item)
        {
            item = _parent[item] = _parent[_parent[item]];
        }
        return item;
    }

    /// <summary>Joins the sets of two members; false where they are in one set already.</summary>
    public bool Join(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        if (a == b)
        {
            return false;
        }
        _parent[Math.Max(a, b)] = Math.Min(a, b);
        return true;
    }
}

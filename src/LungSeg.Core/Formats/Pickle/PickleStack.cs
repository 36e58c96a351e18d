using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>The unpickler's stack with its marks, and its memo.</summary>
/// <remarks>Marks are positions in a separate list, so nesting needs no recursion.</remarks>
internal sealed class PickleStack(SourceName source, AllocationBudget budget)
{
    private const int MemoEntryBytes = 72;
    private readonly List<PickleNode> _nodes = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<int, PickleNode> _memo = [];

    /// <summary>The nodes on the stack, bottom first.</summary>
    public IReadOnlyList<PickleNode> Nodes => _nodes;

    /// <summary>Positions of marks in <see cref="Nodes"/>, lowest first.</summary>
    public IReadOnlyList<int> Marks => _marks;

    public void Push(PickleNode node) => _nodes.Add(node);

    public void Mark() => _marks.Add(_nodes.Count);

    public PickleNode Pop(long offset)
    {
        RequireAboveMark(1, offset);
        var node = _nodes[^1];
        _nodes.RemoveAt(_nodes.Count - 1);
        return node;
    }

    public PickleNode Peek(long offset)
    {
        RequireAboveMark(1, offset);
        return _nodes[^1];
    }

    /// <summary>Pops a mark where it is at the top, else a node (CPython's POP).</summary>
    public void Discard(long offset)
    {
        if (_marks.Count > 0 && _marks[^1] == _nodes.Count)
        {
            _marks.RemoveAt(_marks.Count - 1);
        }
        else
        {
            Pop(offset);
        }
    }

    /// <summary>Pops all nodes above the last mark, and the mark.</summary>
    public PickleNode[] PopToMark(long offset)
    {
        if (_marks.Count == 0)
        {
            throw FormatError.Corrupt(source, offset, "no mark on the stack");
        }
        var mark = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        var count = _nodes.Count - mark;
        if (count == 0)
        {
            return [];
        }
        budget.Charge(GetTakenBytes(count), offset);
        var taken = new PickleNode[count];
        _nodes.CopyTo(mark, taken, 0, count);
        _nodes.RemoveRange(mark, count);
        return taken;
    }

    /// <summary>What <see cref="PopToMark"/> charges for the nodes that it returns.</summary>
    public static long GetTakenBytes(int count) => count == 0 ? 0 : 32 + (8L * count);

    public void Memoize(uint key, long offset)
    {
        var node = Peek(offset);
        node.Share();
        if (!_memo.ContainsKey((int)key))
        {
            budget.Charge(MemoEntryBytes, offset);
        }
        _memo[(int)key] = node;
    }

    /// <summary>MEMOIZE: the key is the number of entries so far.</summary>
    public void MemoizeNext(long offset) => Memoize((uint)_memo.Count, offset);

    public PickleNode Recall(uint key, long offset) =>
        _memo.TryGetValue((int)key, out var node) ? node : throw FormatError.Corrupt(source, offset, $"memo entry {key} is not set");

    private void RequireAboveMark(int count, long offset)
    {
        var floor = _marks.Count > 0 ? _marks[^1] : 0;
        if (_nodes.Count - floor < count)
        {
            throw FormatError.Corrupt(source, offset, "the stack is empty");
        }
    }
}

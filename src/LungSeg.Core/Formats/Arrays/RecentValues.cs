namespace LungSeg.Core.Formats.Arrays;

/// <summary>Keeps the values that were asked for last, up to an amount of memory: decoded pages and chunks of several rows.</summary>
/// <remarks>Safe on several threads; a value that two ask for at once is computed once.</remarks>
internal sealed class RecentValues<TKey, TValue>
    where TKey : notnull
    where TValue : class
{
    private const long MaxBytes = 48L << 20;
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _bytes;

    /// <summary>The value of a key, computed where it is not kept.</summary>
    /// <param name="key">The key.</param>
    /// <param name="compute">Computes the value. What it throws is thrown again whenever the key is asked for.</param>
    /// <param name="weigh">Memory that a value takes, bytes.</param>
    public TValue Get(TKey key, Func<TValue> compute, Func<TValue, long> weigh)
    {
        Entry entry;
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var node))
            {
                _byUse.Remove(node);
            }
            else
            {
                node = new LinkedListNode<Entry>(new Entry(key, compute));
                _entries.Add(key, node);
            }
            _byUse.AddLast(node);
            entry = node.Value;
        }
        var value = (TValue)entry.Value.Value;
        lock (_gate)
        {
            if (entry.Bytes == 0 && _entries.TryGetValue(key, out var kept) && ReferenceEquals(kept.Value, entry))
            {
                entry.Bytes = Math.Max(1, weigh(value));
                _bytes += entry.Bytes;
            }
            while (_bytes > MaxBytes && _byUse.First is { Value: var oldest } && !ReferenceEquals(oldest, entry))
            {
                _bytes -= oldest.Bytes;
                _entries.Remove(oldest.Key);
                _byUse.RemoveFirst();
            }
        }
        return value;
    }

    private sealed class Entry(TKey key, Func<TValue> compute)
    {
        public TKey Key => key;

        // Of its type Lazy would need the constructor, which the native build does not keep.
        public Lazy<object> Value { get; } = new(() => compute());

        public long Bytes { get; set; }
    }
}

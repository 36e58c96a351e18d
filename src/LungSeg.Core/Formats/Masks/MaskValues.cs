namespace LungSeg.Core.Formats.Masks;

/// <summary>The values other than 0 that were found in masks. Safe on several threads.</summary>
internal sealed class MaskValues
{
    /// <summary>Values that are kept: enough to tell one class from several.</summary>
    private const int MaxKept = 64;

    private readonly SortedSet<double> _values = [];
    private readonly Lock _gate = new();
    private bool _hasOne;

    /// <summary>The values, in their order.</summary>
    public IReadOnlyList<double> Found
    {
        get
        {
            lock (_gate)
            {
                return [.. _values];
            }
        }
    }

    /// <summary>Forgets the values, where the masks are read again and not all of them.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _values.Clear();
            Volatile.Write(ref _hasOne, false);
        }
    }

    /// <summary>Adds the values of a mask of unsigned bytes.</summary>
    public void Add(ReadOnlySpan<byte> mask, bool isSigned)
    {
        if (!mask.ContainsAnyExceptInRange((byte)0, (byte)1))
        {
            if (!Volatile.Read(ref _hasOne) && mask.Contains((byte)1))
            {
                Add(1);
                Volatile.Write(ref _hasOne, true);
            }
            return;
        }

        Span<bool> seen = stackalloc bool[byte.MaxValue + 1];
        foreach (var value in mask)
        {
            seen[value] = true;
        }
        for (var value = 1; value < seen.Length; value++)
        {
            if (seen[value])
            {
                Add(isSigned ? (sbyte)value : value);
            }
        }
    }

    /// <summary>Adds the values of a mask.</summary>
    public void Add(ReadOnlySpan<double> mask)
    {
        var last = 0.0;
        foreach (var value in mask)
        {
            if (value != 0 && value != last && !double.IsNaN(value))
            {
                Add(value);
                last = value;
            }
        }
    }

    /// <summary>Adds a value.</summary>
    public void Add(double value)
    {
        lock (_gate)
        {
            if (_values.Count < MaxKept)
            {
                _values.Add(value);
            }
        }
    }
}

namespace LungSeg.Core.Formats.Pickle;

/// <summary>A name that Python would import to load a pickle.</summary>
public sealed class PickleGlobal
{
    private readonly List<string> _calls = [];

    internal PickleGlobal(string module, string name, long offset, bool isAllowed, bool isForeign)
    {
        Module = module;
        Name = name;
        Offset = offset;
        IsAllowed = isAllowed;
        IsForeign = isForeign;
    }

    /// <summary>Module, for example <c>os</c>.</summary>
    public string Module { get; }

    /// <summary>Name in the module, for example <c>system</c>.</summary>
    public string Name { get; }

    /// <summary>Offset of the first opcode with the name.</summary>
    public long Offset { get; }

    /// <summary>Whether the name is understood, or one of a harmless type of values. All other names are unsafe.</summary>
    public bool IsAllowed { get; internal set; }

    /// <summary>Whether the name is one of a harmless type of values that lungseg does not read, such as <c>uuid.UUID</c>.</summary>
    public bool IsForeign { get; internal set; }

    /// <summary>Module and name as Python writes them.</summary>
    public string FullName => $"{Module}.{Name}";

    /// <summary>Number of occurrences.</summary>
    public int Count { get; internal set; } = 1;

    /// <summary>The first calls of a name that is not allowed, in Python syntax.</summary>
    public IReadOnlyList<string> Calls => _calls;

    internal void AddCall(PickleNode callee, PickleNode arguments)
    {
        const int MaxCalls = 5;
        if (_calls.Count < MaxCalls)
        {
            _calls.Add(PickleText.Call(callee, arguments));
        }
    }
}

namespace LungSeg.Core.Formats.Pickle;

/// <summary>A name a pickle mentions, which Python would import on opening it.</summary>
public sealed class PickleGlobal
{
    private readonly List<string> _calls = [];

    internal PickleGlobal(string module, string name, long offset, bool isAllowed)
    {
        Module = module;
        Name = name;
        Offset = offset;
        IsAllowed = isAllowed;
    }

    /// <summary>Module, for example <c>os</c>.</summary>
    public string Module { get; }

    /// <summary>Name in the module, for example <c>system</c>.</summary>
    public string Name { get; }

    /// <summary>Byte of the opcode that mentions it first.</summary>
    public long Offset { get; }

    /// <summary>Whether it is one of the names that a data set needs.</summary>
    public bool IsAllowed { get; }

    /// <summary>How often it is mentioned.</summary>
    public int Count { get; internal set; } = 1;

    /// <summary>The first calls Python would have made of a name that is not allowed, as Python would write them.</summary>
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

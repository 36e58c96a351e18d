using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>Runs the opcodes of a pickle over inert nodes. Nothing it names is resolved, imported or called.</summary>
/// <remarks>
/// One pass, no recursion; payloads are skipped. In <see cref="PickleMode.Survey"/> names that are not allowed become inert too, so that
/// the whole file can be listed; the caller then must treat the result as unsafe.
/// </remarks>
internal sealed partial class PickleMachine : IDisposable
{
    private const int NodeBytes = 64;
    private const int OpcodeBytes = 16;
    private const int LongestNameShown = 60;
    private readonly IByteSource _source;
    private readonly PickleMode _mode;
    private readonly WindowedCursor _cursor;
    private readonly AllocationBudget _budget;
    private readonly PickleStack _stack;
    private readonly PickleReductions _reductions;
    private readonly Dictionary<string, PickleGlobal> _globals = [];
    private readonly List<PickleFrame> _frames = [];
    private readonly HashSet<long> _recalledPayloads = [];
    private long _at;
    private PickleNode? _result;
    private DatasetFormatException? _cutFrame;

    public PickleMachine(IByteSource source, PickleMode mode, ReadLimits limits)
    {
        _source = source;
        _mode = mode;
        _cursor = new WindowedCursor(source);
        _budget = new AllocationBudget(source.Name, limits, source.Length);
        _stack = new PickleStack(source.Name, _budget);
        _reductions = new PickleReductions(source.Name, _budget);
    }

    /// <summary>Opcodes run so far.</summary>
    public long OpcodeCount { get; private set; }

    /// <summary>The stack as it stands, for what a truncated file still gives.</summary>
    public PickleStack Stack => _stack;

    /// <summary>The names met so far, in order of first mention.</summary>
    public IReadOnlyCollection<PickleGlobal> Globals => _globals.Values;

    /// <summary>The frames met so far.</summary>
    public IReadOnlyList<PickleFrame> Frames => _frames;

    /// <summary>First bytes of the texts and bytes objects that were recalled from the memo, so that more than one value holds them.</summary>
    public IReadOnlySet<long> RecalledPayloads => _recalledPayloads;

    /// <summary>What strict mode would have stopped at first; null where there is nothing.</summary>
    public DatasetFormatException? Refusal { get; private set; }

    /// <summary>What is left of the memory the file has earned.</summary>
    public AllocationBudget Budget => _budget;

    /// <summary>Runs to STOP and returns what would be the unpickled object.</summary>
    /// <exception cref="DatasetFormatException">The pickle is truncated, contradicts itself, takes too much, or, in strict mode, is unsafe.</exception>
    public PickleNode Run()
    {
        while (_result is null)
        {
            _at = _cursor.Offset;
            var opcode = _cursor.ReadByte("opcode");
            OpcodeCount++;
            _budget.Charge(OpcodeBytes, _at);
            Execute(opcode);
        }

        return _result;
    }

    public void Dispose() => _cursor.Dispose();

    private void Push(PickleNode node)
    {
        _budget.Charge(NodeBytes, _at);
        _stack.Push(node);
    }

    private PickleNode Pop() => _stack.Pop(_at);

    private void PushGlobal(string module, string name)
    {
        var symbol = PickleAllowList.Find(module, name);
        var key = PickleAllowList.Key(module, name);
        if (_globals.TryGetValue(key, out var known))
        {
            known.Count++;
        }
        else
        {
            _budget.Charge(256 + (2L * (module.Length + name.Length)), _at);
            _globals.Add(key, new PickleGlobal(module, name, _at, symbol != PickleSymbol.Unsafe));
        }

        if (symbol == PickleSymbol.Unsafe)
            Refuse($"it names {PrintableText.Of(module, LongestNameShown)}.{PrintableText.Of(name, LongestNameShown)}, which Python would import and may run; see what it would do with 'inspect --globals'");
        Push(new GlobalNode(_at, module, name, symbol));
    }

    private void PushCall(PickleNode callee, PickleNode arguments)
    {
        if (callee is GlobalNode { Symbol: not PickleSymbol.Unsafe })
        {
            Push(_reductions.Reduce(_at, (GlobalNode)callee, arguments));
            return;
        }

        if (callee is GlobalNode global)
            _globals[PickleAllowList.Key(global.Module, global.Name)].AddCall(callee, arguments);
        else if (callee is not CallNode)
            throw FormatError.Corrupt(_source.Name, _at, "what is called is no name");
        else
            Refuse("it calls what another call returns");
        Push(new CallNode(_at, callee, arguments));
    }

    private void Refuse(string detail)
    {
        var refusal = FormatError.Unsafe(_source.Name, _at, detail);
        if (_mode == PickleMode.Strict)
            throw refusal;
        Refusal ??= refusal;
    }
}

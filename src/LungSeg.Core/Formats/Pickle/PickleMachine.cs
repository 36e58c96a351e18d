using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>Runs the opcodes of a pickle on inert nodes. Nothing is resolved, imported or called.</summary>
/// <remarks>
/// The machine makes one pass without recursion, and skips payloads. In <see cref="PickleMode.Survey"/>, a name that is not allowed becomes
/// an inert node instead of an error, so that all names can be listed. Where <see cref="Refusal"/> is set, the pickle is unsafe.
/// </remarks>
internal sealed partial class PickleMachine : IDisposable
{
    private const int NodeBytes = 64;
    private const int OpcodeBytes = 16;
    private readonly IByteSource _source;
    private readonly PickleMode _mode;
    private readonly WindowedCursor _cursor;
    private readonly AllocationBudget _budget;
    private readonly PickleStack _stack;
    private readonly PickleReductions _reductions;
    private readonly Dictionary<string, PickleGlobal> _globals;
    private readonly List<PickleFrame> _frames;
    private readonly HashSet<long> _recalledPayloads;
    private long _at;
    private long _attributes;
    private PickleNode? _result;
    private DatasetFormatException? _cutFrame;

    public PickleMachine(IByteSource source, PickleMode mode, ReadLimits limits)
    {
        _source = source;
        _mode = mode;
        _cursor = new WindowedCursor(source);
        _budget = new AllocationBudget(source.Name, limits, source.Length);
        _stack = new PickleStack(source.Name, _budget);
        _reductions = new PickleReductions(source, _budget);
        (_globals, _frames, _recalledPayloads) = ([], [], []);
    }

    /// <summary>Runs the pickle behind another one in the same file. Names, frames and the budget are those of the file.</summary>
    public PickleMachine(PickleMachine before)
    {
        (_source, _mode, _budget) = (before._source, before._mode, before._budget);
        _cursor = new WindowedCursor(_source);
        _cursor.Skip(before.End, "pickle");
        _stack = new PickleStack(_source.Name, _budget);
        _reductions = new PickleReductions(_source, _budget);
        (_globals, _frames, _recalledPayloads) = (before._globals, before._frames, before._recalledPayloads);
        (OpcodeCount, Refusal, HasReference) = (before.OpcodeCount, before.Refusal, before.HasReference);
    }

    /// <summary>Offset of the first byte behind the pickle.</summary>
    public long End => _cursor.Offset;

    /// <summary>Opcodes run so far.</summary>
    public long OpcodeCount { get; private set; }

    /// <summary>The current stack, to salvage a truncated file.</summary>
    public PickleStack Stack => _stack;

    /// <summary>The names that the pickle has referred to so far, in order of first occurrence.</summary>
    public IReadOnlyCollection<PickleGlobal> Globals => _globals.Values;

    /// <summary>The protocol 4 frames (opcode FRAME) that were entered so far.</summary>
    public IReadOnlyList<PickleFrame> Frames => _frames;

    /// <summary>Offsets of the text and bytes objects that were recalled from the memo, so that several values share them.</summary>
    public IReadOnlySet<long> RecalledPayloads => _recalledPayloads;

    /// <summary>
    /// The first error that strict mode would have thrown; set in <see cref="PickleMode.Survey"/> only, null where nothing is unsafe.
    /// </summary>
    public DatasetFormatException? Refusal { get; private set; }

    /// <summary>Whether it refers to values that only another program can resolve.</summary>
    public bool HasReference { get; private set; }

    /// <summary>The remaining memory budget, which depends on the size of the file.</summary>
    public AllocationBudget Budget => _budget;

    /// <summary>Runs to STOP and returns the node of the unpickled object.</summary>
    /// <exception cref="DatasetFormatException">
    /// The pickle is truncated, contradicts itself, needs too much memory, or, in strict mode, is unsafe.
    /// </exception>
    public PickleNode Run()
    {
        try
        {
            while (_result is null)
            {
                _at = _cursor.Offset;
                var opcode = _cursor.ReadByte("opcode");
                OpcodeCount++;
                _budget.Charge(OpcodeBytes, _at);
                Execute(opcode);
            }
        }
        finally
        {
            if (_attributes != 0)
            {
                RefuseAttribute(long.MaxValue);
            }
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

    private void PushRecalled(uint key)
    {
        var node = _stack.Recall(key, _at);
        NoteRecalled(node);
        if (node is ArrayNode { IsBuilt: true } array)
        {
            Push(array.RecalledAt(_at, (int)(_cursor.Offset - _at)));
        }
        else
        {
            PushAgain(node);
        }
    }

    private void PushAgain(PickleNode node)
    {
        NoteAttribute((node as GlobalNode)?.Symbol ?? PickleSymbol.Inert, 1);
        node.Share();
        _stack.Push(node);
    }

    private void NoteRecalled(PickleNode node)
    {
        var offset = node switch
        {
            TextNode text => text.Payload.Offset,
            PayloadNode bytes => bytes.Payload.Offset,
            _ => (long?)null,
        };
        if (offset is { } first && _recalledPayloads.Add(first))
        {
            _budget.Charge(OpcodeBytes, _at);
        }
    }
}

using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Pickle;

/// <content>Tuples, lists and dicts: how they are made and filled.</content>
internal sealed partial class PickleMachine
{
    private void PushTuple(int count)
    {
        _budget.Charge(24 + (8 * count), _at);
        var items = new PickleNode[count];
        for (var i = count - 1; i >= 0; i--)
        {
            items[i] = Pop();
        }
        Push(new TupleNode(_at, items));
    }

    private void PushFilled(ListNode list)
    {
        var items = _stack.PopToMark(_at);
        Add(list, items, ofMark: true);
        Push(list);
    }

    /// <summary>Adds items to a list. What was charged for numbers that are packed is given back, where nothing else holds them.</summary>
    private void Add(ListNode list, ReadOnlySpan<PickleNode> items, bool ofMark)
    {
        if (!list.Add(items, _budget, _at))
        {
            return;
        }
        foreach (var item in items)
        {
            if (!item.IsShared)
            {
                _budget.Return(NodeBytes + OpcodeBytes);
            }
        }
        if (ofMark)
        {
            _budget.Return(PickleStack.GetTakenBytes(items.Length));
        }
    }

    private void PushFilled(DictNode dict)
    {
        var items = _stack.PopToMark(_at);
        Push(dict);
        SetAll(items);
    }

    private void AppendAll(ReadOnlySpan<PickleNode> items, bool ofMark)
    {
        switch (_stack.Peek(_at))
        {
            case ListNode list:
                Add(list, items, ofMark);
                break;

            // Items of a list subclass are not needed for rows and columns.
            case CallNode:
                break;
            case var other:
                throw FormatError.Corrupt(_source.Name, _at, $"items are appended to a {Kind(other)}");
        }
    }

    private void SetOne()
    {
        var value = Pop();
        var key = Pop();
        SetAll([key, value]);
    }

    private void SetAll(ReadOnlySpan<PickleNode> items)
    {
        if (items.Length % 2 != 0)
        {
            throw FormatError.Corrupt(_source.Name, _at, "a dict gets a key without a value");
        }
        _budget.Charge(24L * items.Length, _at);
        switch (_stack.Peek(_at))
        {
            case DictNode dict:
                for (var i = 0; i < items.Length; i += 2)
                {
                    dict.Pairs.Add(new(items[i], items[i + 1]));
                }
                break;
            case CallNode:
                break;
            case var other:
                throw FormatError.Corrupt(_source.Name, _at, $"keys are set in a {Kind(other)}");
        }
    }

    private static string Kind(PickleNode node) =>
        node switch
        {
            ScalarNode => "number",
            TextNode => "text",
            PayloadNode => "bytes object",
            TupleNode => "tuple",
            ListNode => "list",
            DictNode => "dict",
            ArrayNode => "numpy array",
            _ => "object",
        };
}

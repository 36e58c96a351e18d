using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Pickle;

/// <content>Globals and calls: they become inert nodes, or are refused. Nothing is imported or called.</content>
internal sealed partial class PickleMachine
{
    private const int LongestNameShown = 60;

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
            _globals.Add(key, new PickleGlobal(module, name, _at, symbol != PickleSymbol.Unsafe, PickleAllowList.IsForeign(module, name)));
        }

        if (symbol == PickleSymbol.Unsafe)
        {
            RefuseName(module, name, _at);
        }
        NoteAttribute(symbol, 1);
        Push(new GlobalNode(_at, module, name, symbol));
    }

    private void PushCall(PickleNode callee, PickleNode arguments)
    {
        if (callee is GlobalNode { Symbol: PickleSymbol.GetAttribute } getter)
        {
            PushAttribute(getter, arguments);
            return;
        }
        if (callee is GlobalNode { Symbol: not PickleSymbol.Unsafe })
        {
            Push(_reductions.Reduce(_at, (GlobalNode)callee, arguments));
            return;
        }

        if (callee is GlobalNode global)
        {
            _globals[PickleAllowList.Key(global.Module, global.Name)].AddCall(callee, arguments);
        }
        else if (callee is not CallNode)
        {
            throw FormatError.Corrupt(_source.Name, _at, "what is called is not a name");
        }
        else
        {
            Refuse("it calls what another call returns");
        }
        Push(new CallNode(_at, callee, arguments));
    }

    /// <summary>
    /// A call of getattr. Only <c>getattr(zoneinfo.ZoneInfo, '_unpickle')</c> is harmless: Python writes it for a time zone, and calls what
    /// it returns.
    /// </summary>
    private void PushAttribute(GlobalNode getter, PickleNode arguments)
    {
        if (arguments is TupleNode { Items: [GlobalNode { Module: "zoneinfo", Name: "ZoneInfo" } zone, TextNode { Text: "_unpickle" }] })
        {
            NoteAttribute(PickleSymbol.GetAttribute, -1);
            Push(new GlobalNode(_at, zone.Module, zone.Name, PickleSymbol.Foreign));
            return;
        }
        RefuseAttribute(getter.Offset);
        _globals[PickleAllowList.Key(getter.Module, getter.Name)].AddCall(getter, arguments);
        Push(new CallNode(_at, new GlobalNode(getter.Offset, getter.Module, getter.Name, PickleSymbol.Unsafe), arguments));
    }

    /// <summary>Counts where getattr stands and was not yet called as Python's zoneinfo calls it.</summary>
    private void NoteAttribute(PickleSymbol symbol, int change) => _attributes += symbol == PickleSymbol.GetAttribute ? change : 0;

    /// <summary>Refuses getattr where anything is done with it but the one call.</summary>
    private void RefuseAttribute(long offset)
    {
        foreach (var global in _globals.Values)
        {
            if (PickleAllowList.Find(global.Module, global.Name) == PickleSymbol.GetAttribute && global.IsAllowed)
            {
                global.IsAllowed = false;
                RefuseName(global.Module, global.Name, Math.Min(offset, global.Offset));
            }
        }
    }

    private void RefuseName(string module, string name, long offset)
    {
        var refusal = FormatError.Unsafe(
            _source.Name,
            offset,
            $"it names {PrintableText.Escape(module, LongestNameShown)}.{PrintableText.Escape(name, LongestNameShown)}, "
                + $"which Python would import and may run",
            new RequestHint(RequestParameter.Globals)
        );
        Refuse(refusal);
    }

    private void PushStackGlobal()
    {
        var name = Pop();
        var module = Pop();
        if (module is not TextNode moduleText || name is not TextNode nameText)
        {
            throw FormatError.Corrupt(_source.Name, _at, "a global's module and name are not both text");
        }
        PushGlobal(moduleText.Text, nameText.Text);
    }

    private void PushInstance()
    {
        var module = ReadNameLine("module name");
        var name = ReadNameLine("class name");
        var arguments = new TupleNode(_at, _stack.PopToMark(_at));
        PushGlobal(module, name);
        PushCall(Pop(), arguments);
    }

    private void PushObject(PickleNode[] items)
    {
        if (items.Length == 0)
        {
            throw FormatError.Corrupt(_source.Name, _at, "an object has no class");
        }
        PushCall(items[0], new TupleNode(_at, items[1..]));
    }

    private void PushCallOfTwo()
    {
        var arguments = Pop();
        var callee = Pop();
        PushCall(callee, arguments);
    }

    private void PushCallOfThree()
    {
        var keywords = Pop();
        var arguments = Pop();
        var callee = Pop();
        if (keywords is not DictNode)
        {
            throw FormatError.Corrupt(_source.Name, _at, "keyword arguments are not a dict");
        }
        PushCall(callee, arguments);
    }

    private void Build()
    {
        var state = Pop();
        _reductions.Build(_at, _stack.Peek(_at), state);
    }

    private void PushReference(string what)
    {
        Refuse($"it refers to {what}, which only the program that wrote it can resolve");
        HasReference = true;
        Push(new CallNode(_at, new GlobalNode(_at, "pickle", what, PickleSymbol.Inert), new TupleNode(_at, [])));
    }

    private void Refuse(string detail) => Refuse(FormatError.Unsafe(_source.Name, _at, detail));

    private void Refuse(DatasetFormatException refusal)
    {
        if (_mode == PickleMode.Strict)
        {
            throw refusal;
        }
        Refusal ??= refusal;
    }
}

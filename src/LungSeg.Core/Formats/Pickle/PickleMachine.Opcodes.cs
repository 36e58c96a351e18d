using System.Buffers.Binary;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using Op = LungSeg.Core.Formats.Pickle.PickleOpcode;

namespace LungSeg.Core.Formats.Pickle;

/// <content>The switch over opcodes, and the opcodes PROTO, FRAME and STOP.</content>
internal sealed partial class PickleMachine
{
    private void Execute(byte opcode)
    {
        switch (opcode)
        {
            case Op.Proto:
                ReadProtocol();
                break;
            case Op.Frame:
                ReadFrame();
                break;
            case Op.Stop:
                Stop();
                break;
            case Op.Mark:
                _stack.Mark();
                break;
            case Op.Pop:
                _stack.Discard(_at);
                break;
            case Op.PopMark:
                _stack.PopToMark(_at);
                break;
            case Op.Dup:
                PushAgain(_stack.Peek(_at));
                break;

            case Op.None:
                Push(new ScalarNode(_at, null));
                break;
            case Op.NewTrue:
                Push(new ScalarNode(_at, true));
                break;
            case Op.NewFalse:
                Push(new ScalarNode(_at, false));
                break;
            case Op.BinInt:
                Push(new ScalarNode(_at, (long)(int)_cursor.ReadUInt32("integer")));
                break;
            case Op.BinInt1:
                Push(new ScalarNode(_at, (long)_cursor.ReadByte("integer")));
                break;
            case Op.BinInt2:
                Push(new ScalarNode(_at, (long)_cursor.ReadUInt16("integer")));
                break;
            case Op.BinFloat:
                Push(new ScalarNode(_at, BinaryPrimitives.ReadDoubleBigEndian(_cursor.Take(8, "float"))));
                break;
            case Op.Int:
                PushIntegerLine(mayBeBool: true);
                break;
            case Op.Long:
                PushIntegerLine(mayBeBool: false);
                break;
            case Op.Long1:
                PushLong(_cursor.ReadByte("integer length"));
                break;
            case Op.Long4:
                PushLong(_cursor.ReadUInt32("integer length"));
                break;
            case Op.Float:
                PushFloatLine();
                break;

            case Op.String:
                PushTextLine(PayloadEncoding.PythonLiteral);
                break;
            case Op.Unicode:
                PushTextLine(PayloadEncoding.RawUnicodeEscape);
                break;
            case Op.ShortBinString:
                PushText(_cursor.ReadByte("text length"), sizeof(byte), PayloadEncoding.Raw);
                break;
            case Op.BinString:
                PushText(_cursor.ReadUInt32("text length"), sizeof(uint), PayloadEncoding.Raw);
                break;
            case Op.ShortBinUnicode:
                PushText(_cursor.ReadByte("text length"), sizeof(byte), PayloadEncoding.Utf8);
                break;
            case Op.BinUnicode:
                PushText(_cursor.ReadUInt32("text length"), sizeof(uint), PayloadEncoding.Utf8);
                break;
            case Op.BinUnicode8:
                PushText(_cursor.ReadUInt64("text length"), sizeof(ulong), PayloadEncoding.Utf8);
                break;
            case Op.ShortBinBytes:
                PushBytes(_cursor.ReadByte("bytes length"));
                break;
            case Op.BinBytes:
                PushBytes(_cursor.ReadUInt32("bytes length"));
                break;
            case Op.BinBytes8 or Op.ByteArray8:
                PushBytes(_cursor.ReadUInt64("bytes length"));
                break;

            case Op.EmptyTuple:
                Push(new TupleNode(_at, []));
                break;
            case Op.Tuple1:
                PushTuple(1);
                break;
            case Op.Tuple2:
                PushTuple(2);
                break;
            case Op.Tuple3:
                PushTuple(3);
                break;
            case Op.Tuple:
                Push(new TupleNode(_at, _stack.PopToMark(_at)));
                break;
            case Op.EmptyList or Op.EmptySet:
                Push(new ListNode(_at));
                break;
            case Op.List or Op.FrozenSet:
                PushFilled(new ListNode(_at));
                break;
            case Op.EmptyDict:
                Push(new DictNode(_at));
                break;
            case Op.Dict:
                PushFilled(new DictNode(_at));
                break;
            case Op.Append:
                AppendAll([Pop()], ofMark: false);
                break;
            case Op.Appends or Op.AddItems:
                AppendAll(_stack.PopToMark(_at), ofMark: true);
                break;
            case Op.SetItem:
                SetOne();
                break;
            case Op.SetItems:
                SetAll(_stack.PopToMark(_at));
                break;

            case Op.Put:
                _stack.Memoize(ReadMemoKeyLine(), _at);
                break;
            case Op.BinPut:
                _stack.Memoize(_cursor.ReadByte("memo key"), _at);
                break;
            case Op.LongBinPut:
                _stack.Memoize(_cursor.ReadUInt32("memo key"), _at);
                break;
            case Op.Memoize:
                _stack.MemoizeNext(_at);
                break;
            case Op.Get:
                PushRecalled(ReadMemoKeyLine());
                break;
            case Op.BinGet:
                PushRecalled(_cursor.ReadByte("memo key"));
                break;
            case Op.LongBinGet:
                PushRecalled(_cursor.ReadUInt32("memo key"));
                break;

            case Op.Global:
                PushGlobal(ReadNameLine("module name"), ReadNameLine("global name"));
                break;
            case Op.StackGlobal:
                PushStackGlobal();
                break;
            case Op.Inst:
                PushInstance();
                break;
            case Op.Obj:
                PushObject(_stack.PopToMark(_at));
                break;
            case Op.Reduce or Op.NewObj:
                PushCallOfTwo();
                break;
            case Op.NewObjEx:
                PushCallOfThree();
                break;
            case Op.Build:
                Build();
                break;

            case Op.PersId:
                ReadNameLine("persistent id");
                PushReference("a persistent id");
                break;
            case Op.BinPersId:
                Pop();
                PushReference("a persistent id");
                break;
            case Op.Ext1:
                PushReference($"copyreg extension {_cursor.ReadByte("extension code")}");
                break;
            case Op.Ext2:
                PushReference($"copyreg extension {_cursor.ReadUInt16("extension code")}");
                break;
            case Op.Ext4:
                PushReference($"copyreg extension {_cursor.ReadUInt32("extension code")}");
                break;
            case Op.NextBuffer or Op.ReadonlyBuffer:
                throw FormatError.Unsupported(
                    _source.Name,
                    _at,
                    "its buffers are stored outside the file (out-of-band); write it again with DataFrame.to_pickle"
                );
            default:
                throw OpcodeCount == 1
                    ? FormatError.WrongFormat(_source.Name, _at, "this is not a pickle")
                    : FormatError.Corrupt(_source.Name, _at, $"opcode 0x{opcode:x2} does not exist");
        }
    }

    private void ReadProtocol()
    {
        const int Highest = 5;
        var protocol = _cursor.ReadByte("protocol");
        if (protocol > Highest)
        {
            throw FormatError.Unsupported(_source.Name, _at + 1, $"protocol is {protocol}, the highest known is {Highest}");
        }
    }

    /// <summary>
    /// Frames only tell Python how much to read ahead; their offsets are kept for edits of the file. A frame that ends after the file shows
    /// a truncation. It is reported at the end, since complete rows may come before.
    /// </summary>
    private void ReadFrame()
    {
        var offset = _cursor.Offset;
        var length = _cursor.ReadUInt64("frame length");
        if (length > (ulong)_cursor.Remaining)
        {
            _cutFrame ??= FormatError.Truncated(_source.Name, offset, "a frame", (long)Math.Min(length, long.MaxValue), _cursor.Remaining);
        }
        _budget.Charge(OpcodeBytes, _at);
        _frames.Add(new PickleFrame(_at, (long)Math.Min(length, long.MaxValue)));
    }

    private void Stop()
    {
        if (_cutFrame is not null)
        {
            throw _cutFrame;
        }
        _result = Pop();
    }
}

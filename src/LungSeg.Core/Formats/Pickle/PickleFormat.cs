using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Editing;
using LungSeg.Core.Formats.Pickle.Editing;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>Python pickles, protocols 0 to 5.</summary>
internal sealed class PickleFormat : IEditableFormat
{
    public string Name => "pickle";

    public bool Matches(ReadOnlySpan<byte> head)
    {
        if (head.Length >= 2 && head[0] == PickleOpcode.Proto)
        {
            return head[1] <= 5;
        }

        // Protocols 0 and 1 have no signature. They start with a global, a mark, or an empty container that is memoised at once.
        return head switch
        {
            [PickleOpcode.Global, >= (byte)'_' and <= (byte)'z', ..] => true,
            [
                PickleOpcode.Mark,
                PickleOpcode.Dict
                or PickleOpcode.List
                or PickleOpcode.Inst
                or PickleOpcode.Global
                or PickleOpcode.Mark
                or PickleOpcode.String,
                ..,
            ] => true,
            [
                PickleOpcode.EmptyList
                or PickleOpcode.EmptyDict
                or PickleOpcode.EmptyTuple,
                PickleOpcode.BinPut
                or PickleOpcode.LongBinPut
                or PickleOpcode.Mark
                or PickleOpcode.Global,
                ..,
            ] => true,
            _ => false,
        };
    }

    public IReadOnlyList<FileEdit> PlanEdits(IByteSource source, ReadLimits limits, ArrayEditRequest request) =>
        PickleArrayEditor.Plan(source, limits, request);

    public TableIndex Read(IByteSource source, ReadLimits limits, Leniency leniency) => PickleReader.Read(source, limits, leniency);
}

using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Editing;

namespace LungSeg.Core.Formats.Npy;

/// <summary>numpy's .npy: one array.</summary>
internal sealed class NpyFormat : IEditableFormat
{
    /// <summary>Name in commands and JSON.</summary>
    public const string FormatName = "npy";

    public string Name => FormatName;

    public bool Matches(ReadOnlySpan<byte> head) => NpyHeader.Matches(head);

    public TableIndex Read(IByteSource source, ReadLimits limits, Leniency leniency) =>
        RowBudget.Charge(NpyReader.Read(source, leniency), source, limits);

    public IReadOnlyList<FileEdit> PlanEdits(IByteSource source, ReadLimits limits, ArrayEditRequest request)
    {
        var table = NpyReader.Read(source, Leniency.Strict);
        var contents = Enumerable
            .Range(0, checked((int)table.Rows))
            .Where(row => table.Columns[0][row].Array is not null)
            .Select(row => new ArrayContent(row, table.Columns[0][row].Array!, IsOriginal: !request.Changes(row)))
            .ToArray();
        return
        [
            .. contents switch
            {
                [{ Layout.IsPart: true }, ..] => FileEdit.ForStack(contents),
                [{ IsOriginal: false } slice] => [FileEdit.InPlace(slice.Layout, slice)],
                _ => [],
            },
        ];
    }
}

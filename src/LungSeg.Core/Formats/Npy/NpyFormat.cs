using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Editing;

namespace LungSeg.Core.Formats.Npy;

/// <summary>numpy's .npy: one array.</summary>
internal sealed class NpyFormat : IEditableFormat
{
    public string Name => "npy";

    public bool Matches(ReadOnlySpan<byte> head) => NpyHeader.Matches(head);

    public TableIndex Read(IByteSource source, ReadLimits limits, Leniency leniency) => NpyReader.Read(source, leniency);

    public IReadOnlyList<FileEdit> PlanEdits(IByteSource source, ReadLimits limits, ArrayEditRequest request)
    {
        var table = NpyReader.Read(source, Leniency.Strict);
        var edits = new List<FileEdit>();
        for (var row = 0L; row < table.Rows; row++)
        {
            if (!request.Changes(row) || table.Columns[0][row].Array is not { } array)
                continue;
            var offset = array.Offset ?? throw FormatError.Unsupported(source.Name, array.Payload.Offset, "its slices are not contiguous: the stack is in Fortran order");
            edits.Add(FileEdit.InPlace(array, offset, row));
        }

        return edits;
    }
}

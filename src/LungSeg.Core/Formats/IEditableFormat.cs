using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Editing;

namespace LungSeg.Core.Formats;

/// <summary>A format whose files can be copied with new values in some arrays and all other bytes unchanged.</summary>
internal interface IEditableFormat : ITableFormat
{
    /// <summary>Plans the edits that give arrays of a file new values.</summary>
    /// <exception cref="DatasetFormatException">
    /// The format, or this file's layout, does not allow it (<see cref="Fault.Unsupported"/>).
    /// </exception>
    IReadOnlyList<FileEdit> PlanEdits(IByteSource source, ReadLimits limits, ArrayEditRequest request);
}

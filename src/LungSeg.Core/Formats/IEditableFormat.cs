using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Editing;

namespace LungSeg.Core.Formats;

/// <summary>A format whose files can be copied with new values for some arrays and no other byte changed.</summary>
internal interface IEditableFormat : ITableFormat
{
    /// <summary>Plans how arrays of a file get new values while everything else stays byte for byte.</summary>
    /// <exception cref="DatasetFormatException">The format, or this file's layout, does not allow it
    /// (<see cref="Fault.Unsupported"/>).</exception>
    IReadOnlyList<FileEdit> PlanEdits(IByteSource source, ReadLimits limits, ArrayEditRequest request);
}

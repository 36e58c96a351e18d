using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>NIfTI-1 or NIfTI-2 in a single file: one slice or a volume.</summary>
internal sealed class NiftiFormat : ITableFormat
{
    /// <summary>The name in messages.</summary>
    public const string FormatName = "nifti";

    public string Name => FormatName;

    public bool Matches(ReadOnlySpan<byte> head) => NiftiHeader.Matches(head);

    public TableIndex Read(IByteSource source, ReadLimits limits, Leniency leniency) =>
        RowBudget.Charge(NiftiReader.Read(source, leniency), source, limits);
}

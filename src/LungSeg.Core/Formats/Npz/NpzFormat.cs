using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Npz;

/// <summary>numpy's .npz: a zip of .npy members, one a column.</summary>
internal sealed class NpzFormat : ITableFormat
{
    /// <summary>Name in commands and JSON.</summary>
    public const string FormatName = "npz";

    public string Name => FormatName;

    public bool Matches(ReadOnlySpan<byte> head) => head is [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..];

    public TableIndex Read(IByteSource source, ReadLimits limits, Leniency leniency) => NpzReader.Read(source, limits, leniency);
}

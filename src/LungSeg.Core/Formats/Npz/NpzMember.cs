using LungSeg.Core.Bytes.Compression;

namespace LungSeg.Core.Formats.Npz;

/// <summary>A member of a .npz as it lies in the file.</summary>
/// <param name="Name">Name in the archive.</param>
/// <param name="Place">Its bytes, packed where they are.</param>
/// <param name="IsDeflated">Whether they are a deflate stream.</param>
/// <param name="Crc">CRC-32 of its content.</param>
/// <param name="Length">Bytes of its content.</param>
internal sealed record NpzMember(string Name, ZipPlace Place, bool IsDeflated, uint Crc, long Length)
{
    /// <summary>Name of the column it holds.</summary>
    public string Column => Name[..^NpzReader.Suffix.Length];
}

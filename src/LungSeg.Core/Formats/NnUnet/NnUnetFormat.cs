using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Folders;

namespace LungSeg.Core.Formats.NnUnet;

/// <summary>
/// A raw data set of nnU-Net: <c>dataset.json</c>, <c>imagesTr</c>, <c>labelsTr</c>, and perhaps <c>imagesTs</c> and <c>labelsTs</c>.
/// </summary>
internal sealed class NnUnetFormat : IFolderFormat
{
    /// <summary>The name in messages.</summary>
    public const string FormatName = "nnunet";

    public string Name => FormatName;

    public bool Matches(FolderSource folder) =>
        folder.Files.Contains(NnUnetDescription.FileName)
        && folder.Files.Any(file =>
            file.StartsWith("imagesTr/", StringComparison.Ordinal) || file.StartsWith("imagesTs/", StringComparison.Ordinal)
        );

    public TableIndex Read(FolderSource folder, FolderReading reading)
    {
        var unpacked = new UnpackedFiles(folder, reading);
        return new NnUnetReader(folder, unpacked, reading).Read() with { Owned = [unpacked] };
    }
}

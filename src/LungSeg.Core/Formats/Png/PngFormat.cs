using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Png;

/// <summary>
/// Grey PNG images with masks of the same name: <c>images/NAME.png</c> and <c>masks/NAME.png</c>, or <c>NAME.png</c> and
/// <c>NAME_mask.png</c>. Images may be JPEG.
/// </summary>
internal sealed class PngFormat : IFolderFormat
{
    /// <summary>The name in messages.</summary>
    public const string FormatName = "png";

    public string Name => FormatName;

    public bool Matches(FolderSource folder) => PngFolderReader.FindPairs(folder).Any(pair => pair.Mask is not null);

    public TableIndex Read(FolderSource folder, FolderReading reading) => PngFolderReader.Read(folder, reading.Limits);
}

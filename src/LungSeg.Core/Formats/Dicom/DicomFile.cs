using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>A file that is opened again when its pixels are asked for: one of a folder, or the input itself.</summary>
/// <param name="Folder">The folder; null where the file is the input.</param>
/// <param name="Path">Path in the folder, or the input's name.</param>
/// <param name="Limits">How much it may take.</param>
internal sealed record DicomFile(FolderSource? Folder, string Path, ReadLimits Limits)
{
    /// <summary>Format name in messages.</summary>
    public const string Format = "dicom";

    /// <summary>Opens the file and hands its data set to <paramref name="read"/>.</summary>
    /// <param name="input">The input's own source.</param>
    /// <param name="syntax">How the file was written when it was indexed.</param>
    /// <param name="read">Takes the data set.</param>
    public void Read(IByteSource input, TransferSyntax syntax, Action<IByteSource> read)
    {
        if (Folder is null)
        {
            read(Content(input, syntax));
            return;
        }

        using var file = Folder.OpenFile(Path, Format);
        read(Content(file, syntax));
    }

    private IByteSource Content(IByteSource file, TransferSyntax syntax) =>
        syntax.IsDeflated ? DicomContent.Open(file, Limits).Source : file;
}

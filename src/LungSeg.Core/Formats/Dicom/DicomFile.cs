using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>A file that is opened again when its pixels are read: a file of a folder, or the input itself.</summary>
/// <param name="Folder">The folder; null where the file is the input.</param>
/// <param name="Path">Path in the folder, or the input's name.</param>
/// <param name="Reading">How it is read.</param>
internal sealed record DicomFile(FolderSource? Folder, string Path, FolderReading Reading)
{
    /// <summary>Limits in force.</summary>
    public ReadLimits Limits => Reading.Limits;

    /// <summary>Format name in messages.</summary>
    public const string Format = "dicom";

    /// <summary>Opens the file and calls <paramref name="read"/> with its data set.</summary>
    /// <param name="input">The input's own source.</param>
    /// <param name="syntax">Transfer syntax of the file when it was indexed.</param>
    /// <param name="read">Reads the data set.</param>
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

    /// <summary>As the other overload, for a file of a folder.</summary>
    public void Read(TransferSyntax syntax, Action<IByteSource> read) =>
        Read(new MemoryByteSource(default, new SourceName(Path, null, Format)), syntax, read);

    private IByteSource Content(IByteSource file, TransferSyntax syntax) =>
        syntax.IsDeflated ? DicomContent.Open(file, Limits).Source : file;
}

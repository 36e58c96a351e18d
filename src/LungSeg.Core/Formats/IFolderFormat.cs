using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats;

/// <summary>A folder layout whose files together hold rows and columns.</summary>
internal interface IFolderFormat
{
    /// <summary>Name in commands and JSON.</summary>
    string Name { get; }

    /// <summary>Whether a folder has this layout.</summary>
    bool Matches(FolderSource folder);

    /// <summary>Reads the index from the headers of all files; array values are not read.</summary>
    /// <exception cref="DatasetFormatException">A file cannot be read as asked.</exception>
    TableIndex Read(FolderSource folder, FolderReading reading);
}

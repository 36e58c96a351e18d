using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats;

/// <summary>A layout of files in a folder that together hold rows and columns.</summary>
internal interface IFolderFormat
{
    /// <summary>Name in commands and JSON.</summary>
    string Name { get; }

    /// <summary>Whether the folder is laid out so.</summary>
    bool Matches(FolderSource folder);

    /// <summary>Reads the headers of all its files; array values stay where they are.</summary>
    /// <exception cref="DatasetFormatException">A file cannot be read as asked.</exception>
    TableIndex Read(FolderSource folder, FolderReading reading);
}

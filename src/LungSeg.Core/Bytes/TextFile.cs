using System.Text;

namespace LungSeg.Core.Bytes;

/// <summary>Text files that appear under their name only when they are whole.</summary>
public static class TextFile
{
    /// <summary>Writes <paramref name="text"/> as UTF-8 without a byte order mark to a temporary sibling, then renames it.</summary>
    /// <exception cref="IOException">The file exists and is not to be replaced, or cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write it.</exception>
    public static void Save(string path, string text, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(text);
        using var file = AtomicFile.Create(path, overwrite);
        RandomAccess.Write(file.Handle, Encoding.UTF8.GetBytes(text), 0);
        file.Commit();
    }
}

using System.Text;

namespace LungSeg.Core.Bytes.Outputs;

/// <summary>Writes text files that appear under their name only when they are finished.</summary>
public static class TextFile
{
    /// <summary>Writes a file in UTF-8 without byte order mark, with line feeds.</summary>
    /// <param name="path">File to write.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="write">Writes the text.</param>
    /// <exception cref="IOException">The file exists and may not be replaced, or writing fails.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder is denied.</exception>
    public static void Write(string path, bool overwrite, Action<TextWriter> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        using var target = AtomicFile.Create(path, overwrite);
        using var bytes = new MemoryStream();
        using (
            var text = new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" }
        )
        {
            write(text);
        }
        RandomAccess.Write(target.Handle, bytes.GetBuffer().AsSpan(0, (int)bytes.Length), 0);
        target.Commit();
    }

    /// <summary>Throws where a file exists and may not be replaced, so that no long work is done for nothing.</summary>
    /// <exception cref="IOException">The file exists and may not be replaced.</exception>
    public static void RefuseExisting(string path, bool overwrite) => new FilePublication(path, overwrite, hasManifest: false).Check();

    /// <summary>Writes a file that holds <paramref name="text"/>.</summary>
    /// <exception cref="IOException">The file exists and may not be replaced, or writing fails.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder is denied.</exception>
    public static void Save(string path, string text, bool overwrite) => Write(path, overwrite, writer => writer.Write(text));
}

using LungSeg.Core.Bytes.Outputs;

namespace LungSeg.Core.Conversion.Runs;

/// <summary>Writes the files of one row, and keeps their names.</summary>
/// <param name="files">The files of the output, or of a shard.</param>
internal sealed class RowFiles(WrittenFiles files)
{
    private readonly List<string> _names = [];

    /// <summary>Names of the files that hold the row, below the output folder.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Writes a file that holds nothing but the row.</summary>
    public void Write(string name, ReadOnlySpan<byte> bytes)
    {
        _names.Add(name);
        files.Write(name, bytes);
    }

    /// <summary>Creates a file that holds nothing but the row.</summary>
    public FileStream Create(string name)
    {
        _names.Add(name);
        return files.Create(name);
    }

    /// <summary>Names a file that holds the row among others; it is written when rows are joined.</summary>
    public void AddShared(string name) => _names.Add(name);
}

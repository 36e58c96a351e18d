using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;

namespace LungSeg.Core.Datasets;

/// <summary>Joins the masks of one file or folder to input after input.</summary>
/// <param name="path">File or folder.</param>
/// <param name="options">How inputs are read.</param>
/// <param name="reading">The same, for folders.</param>
internal sealed class GivenMasks(string path, DatasetOptions options, FolderReading reading)
{
    private long _taken;
    private long _given;

    /// <summary>The table of an input with its masks.</summary>
    /// <param name="input">The input.</param>
    /// <param name="followsAll">Whether every input before it was read.</param>
    /// <exception cref="DatasetFormatException">The masks are damaged, or are not those of the rows.</exception>
    /// <exception cref="InvalidRequestException">There is no such file or folder.</exception>
    public TableIndex Join(DatasetInput input, bool followsAll)
    {
        if (Directory.Exists(path))
        {
            return MaskOverlay.Join(input, path, reading);
        }
        if (FileStatus.Find(path) is null)
        {
            throw new InvalidRequestException(RequestParameter.MaskFolder, $"masks not found: {path}");
        }
        if (MaskOverlay.IsSliceFile(path))
        {
            return MaskOverlay.JoinFile(input, path, reading);
        }
        if (!followsAll)
        {
            throw FormatError.Unsupported(Name, $"its masks belong to rows by their order, and an input before {input.Path} was not read");
        }
        var joined = MaskTable.Join(input.Index, path, _taken, options, out _given);
        _taken += joined.Rows;
        return joined;
    }

    /// <summary>Throws where a table has more masks than all inputs have rows.</summary>
    /// <exception cref="DatasetFormatException">It has.</exception>
    public void RefuseUnused()
    {
        if (_taken != _given)
        {
            throw MaskTable.Mismatch(Name, _given, $"{_taken}");
        }
    }

    private SourceName Name => new(path, null, "masks");
}

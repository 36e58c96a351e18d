using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Formats.Pickle;

namespace LungSeg.Core.Datasets;

/// <summary>One file of a data set, opened and indexed.</summary>
public sealed class DatasetInput : IDisposable
{
    private readonly IReadOnlyList<IDisposable> _owned;

    internal DatasetInput(InputDescription description, TableIndex index, IByteSource source, IReadOnlyList<IDisposable> owned)
    {
        Path = description.Path;
        Stem = description.Stem;
        Format = description.Format;
        Compression = description.Compression;
        ByteLength = description.ByteLength;
        Index = index;
        Source = source;
        Columns = DatasetColumnSet.From(index);
        _owned = owned;
    }

    /// <summary>Path as the user gave it; <c>-</c> for standard input.</summary>
    public string Path { get; }

    /// <summary>First part of the names of its rows; unique within the data set.</summary>
    public string Stem { get; }

    /// <summary>Format name: <c>pickle</c>, <c>npy</c>, <c>npz</c>, <c>nifti</c>, <c>nnunet</c>, <c>monai</c>, <c>png</c>.</summary>
    public string Format { get; }

    /// <summary>Compression around the format, for example <c>gzip</c>, or null.</summary>
    public string? Compression { get; }

    /// <summary>Size of the file in bytes, as it lies on disk.</summary>
    public long ByteLength { get; }

    /// <summary>Number of rows.</summary>
    public long RowCount => Index.Rows;

    /// <summary>Description of the content, for example <c>pandas DataFrame</c>.</summary>
    public string Container => Index.Container;

    /// <summary>Names of its columns, in order.</summary>
    public IReadOnlyList<string> ColumnNames => Columns.Names;

    /// <summary>Whether its images hold HU; else they hold grey values, of which nothing says how to make HU.</summary>
    public bool HoldsHu => Index.HoldsHu;

    /// <summary>Notes about the file.</summary>
    public IReadOnlyList<string> Notes => Index.Notes;

    /// <summary>Notes that every command says, since what it prints or writes depends on them.</summary>
    public IReadOnlyList<RequestNote> Warnings => Index.Warnings;

    /// <summary>Why a part of the file could not be read; null where all of it was read.</summary>
    public DatasetFormatException? Damage => Index.Damage;

    /// <summary>Rows that the file states, where <see cref="Damage"/> left fewer of them; null where it does not say.</summary>
    public long? StatedRowCount => Index.StatedRows;

    /// <summary>Names that Python would import to load the pickle. lungseg resolves none of them.</summary>
    public IReadOnlyCollection<PickleGlobal> Globals => Index.Globals;

    internal TableIndex Index { get; }

    internal IByteSource Source { get; }

    /// <summary>The files of the run that opened the input.</summary>
    internal RunFiles Files { get; init; } = new();

    /// <summary>The bytes on disk, compressed or not; null for a folder.</summary>
    internal IByteSource? File { get; init; }

    /// <summary>The folder; null for a single file.</summary>
    internal FolderSource? Folder { get; init; }

    internal DatasetColumnSet Columns { get; }

    /// <summary>Whether classes of the masks were chosen.</summary>
    internal bool HasLesionChoice => Columns.Mask is LesionColumn { IsChosen: true };

    /// <summary>Values of the masks that were read as lesions.</summary>
    internal MaskValues MaskValues { get; } = new();

    /// <summary>Classes of the masks that were read: their values, where the file does not keep the classes apart from them.</summary>
    internal MaskValues FoundClasses => HasLesionChoice ? MaskValues : Index.FoundClasses ?? MaskValues;

    /// <summary>Values of the masks that were read, as they are stored, where a choice leaves some of them out.</summary>
    internal MaskValues StoredMaskValues { get; init; } = new();

    internal TableColumn? FindColumn(string name) => Index.Columns.FirstOrDefault(column => column.Name == name);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var owned in Index.Owned.Concat(_owned))
        {
            owned.Dispose();
        }
    }
}

/// <summary>Names, format and compression of an input.</summary>
internal readonly record struct InputDescription(string Path, string Stem, string Format, string? Compression, long ByteLength);

using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Dicom;

namespace LungSeg.Core.Datasets.Collections;

/// <summary>The images of a collection as rows, so that their pixels can be compared.</summary>
internal sealed class CollectionPixels : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly List<DatasetRow> _rows = [];
    private readonly List<SliceRecord> _slices = [];

    /// <summary>The rows.</summary>
    public IReadOnlyList<DatasetRow> Rows => _rows;

    /// <summary>The records of <see cref="Rows"/>.</summary>
    public IReadOnlyList<SliceRecord> Slices => _slices;

    /// <summary>Adds the slices of CT images.</summary>
    public void Add(FolderSource folder, IReadOnlyList<CtSlice> slices, IEnumerable<SliceRecord> records)
    {
        if (slices.Count == 0)
        {
            return;
        }
        var input = new DatasetInput(
            new InputDescription(folder.Path, InputStem.FromPath(folder.Path), DicomFile.Format, null, folder.TotalBytes),
            DicomTable.From(slices, null),
            new MemoryByteSource(default, new SourceName(folder.Path, null, DicomFile.Format)),
            []
        )
        {
            Files = RunFiles.Current ?? new RunFiles(),
            Folder = folder,
        };
        _owned.Add(input);
        _rows.AddRange(Enumerable.Range(0, slices.Count).Select(row => new DatasetRow(input, row)));
        _slices.AddRange(records);
    }

    /// <summary>Adds the slices of a volume.</summary>
    public void Add(Dataset volume, IEnumerable<SliceRecord> records)
    {
        _owned.Add(volume);
        _rows.AddRange(volume.Rows);
        _slices.AddRange(records);
    }

    public void Dispose()
    {
        foreach (var owned in _owned)
        {
            owned.Dispose();
        }
    }
}

using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets.Collections;

namespace LungSeg.Core.Matching;

/// <summary>What was found below the folders of a collection.</summary>
public sealed class CollectionReport : IDisposable
{
    /// <summary>The index.</summary>
    public required SliceIndex Index { get; init; }

    /// <summary>Number of files.</summary>
    public required int FileCount { get; init; }

    /// <summary>Names of the files that are left out, by their kind.</summary>
    public required IReadOnlyList<IGrouping<string, string>> LeftOut { get; init; }

    /// <summary>Why images or readings could not be read.</summary>
    public required IReadOnlyList<DatasetFormatException> Refusals { get; init; }

    /// <summary>Files that hold an image of the index again.</summary>
    public required int Copies { get; init; }

    /// <summary>Images that the index did not hold before.</summary>
    public required int NewSlices { get; init; }

    /// <summary>Images whose HU are no integers within int16, so that their keys are those of float64.</summary>
    public int FractionalSlices => Index.Slices.Count(slice => !slice.IsInt16);

    /// <summary>Notes on what was left out.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The pixels, where they were asked for.</summary>
    internal CollectionPixels? Pixels { get; init; }

    /// <inheritdoc/>
    public void Dispose() => Pixels?.Dispose();
}

using System.Globalization;
using System.Numerics.Tensors;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Datasets.Collections;
using LungSeg.Core.Grouping;
using LungSeg.Core.Model;

namespace LungSeg.Core.Matching;

/// <summary>Finds rows in an index by their pixels.</summary>
public static class SliceMatcher
{
    /// <summary>Constants by which copies differ that were made without slope and intercept: the row lacks or has them added.</summary>
    private static readonly int[] OffsetsHu = [1024, -1024, 1000, -1000];

    /// <summary>Finds rows in an index.</summary>
    /// <param name="rows">Rows with hu_array_old, [row, col] in HU; their masks are compared with what readers drew.</param>
    /// <param name="index">The index.</param>
    /// <param name="options">Options of the search.</param>
    /// <exception cref="DatasetFormatException">
    /// A file has changed since it was indexed, or masks hold several classes of which none is chosen.
    /// </exception>
    public static MatchReport Match(IReadOnlyList<DatasetRow> rows, SliceIndex index, MatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(options);
        var matches = new SliceMatch[rows.Count];
        ParallelRows.Run(
            rows.Count,
            RowJobs.Limit(rows, options.Jobs),
            i =>
            {
                matches[i] = Match(rows[i], index);
                options.RowDone?.Invoke();
            }
        );
        LesionChoice.Refuse([.. rows.Select(row => row.Input).Distinct()]);
        if (options.Collection?.Pixels is { } pixels)
        {
            AddAlike(matches, pixels, options);
        }
        return new MatchReport(matches, index);
    }

    private static SliceMatch Match(DatasetRow row, SliceIndex index)
    {
        var match = new SliceMatch { Row = row };
        if (row.HuOld is not { DType.IsNumeric: true, Shape.Count: 2 } array)
        {
            return match with { Reason = "the row has no hu_array_old" };
        }
        using var sample = row.Load();
        if (!ContentKey.IsExact(sample, array))
        {
            return match with { Reason = "float64 cannot hold its values" };
        }
        var (height, width) = ((int)array.Shape[0], (int)array.Shape[1]);
        var hu = sample.ReadValues(array);
        var key = ContentKey.ComputeHash(hu, height, width);
        var found = Find(match with { Key = ContentKey.Format(key) }, hu, (height, width), key, index);
        return
            found.IsEqual && index.FindReadings(found.Source!) is { } readings && Lesion.RequireMask(sample, array) is { Length: > 0 } mask
            ? found with
            {
                Readers = ReaderAgreement.Compare(mask, width, readings),
            }
            : found;
    }

    private static SliceMatch Find(SliceMatch match, ReadOnlySpan<double> hu, (int Height, int Width) size, UInt128 key, SliceIndex index)
    {
        var (height, width) = size;
        if (WithSources(match, SourceKind.Exact, index.Find(key)) is { } exact)
        {
            return exact;
        }

        // A slice of air alone has the padding key of every other one.
        var hasBody = false;
        foreach (var value in hu)
        {
            hasBody |= value > SliceContent.HighestPadding;
        }
        if (
            hasBody
            && WithSources(match, SourceKind.PaddingBlind, index.FindPadded(SliceContent.ComputePaddingHash(hu, height, width)))
                is { } padded
        )
        {
            return padded;
        }
        var moved = new double[hu.Length];
        foreach (var offset in OffsetsHu)
        {
            TensorPrimitives.Add(hu, offset, moved);
            if (WithSources(match, SourceKind.Offset, index.Find(ContentKey.ComputeHash(moved, height, width))) is { } found)
            {
                return found with { Reason = string.Create(CultureInfo.InvariantCulture, $"the row plus {offset} is equal") };
            }
        }

        return FindTurned(match, hu, size, hasBody, index) ?? match with { Reason = "no image of the index is equal" };
    }

    private static SliceMatch? FindTurned(
        SliceMatch match,
        ReadOnlySpan<double> hu,
        (int Height, int Width) size,
        bool hasBody,
        SliceIndex index
    )
    {
        SliceMatch? none = null;
        foreach (var orientation in Orientation.All)
        {
            var turned = orientation.Apply(hu, size.Height, size.Width);
            var (height, width) = orientation.IsTransposed ? (size.Width, size.Height) : size;
            var equal = index.Find(ContentKey.ComputeHash(turned, height, width)).ToArray();
            if (equal.Length == 0 && hasBody)
            {
                equal = [.. index.FindPadded(SliceContent.ComputePaddingHash(turned, height, width))];
            }
            foreach (var slice in equal)
            {
                if (orientation.Undo(slice) is { } place)
                {
                    return match with
                    {
                        Kind = SourceKind.Exact,
                        Source = slice,
                        Place = place,
                        Reason = $"the volume is stored {orientation.Name}, as its directions say",
                    };
                }
            }
            if (equal.Length > 0)
            {
                none ??= match with { Reason = $"equal to {equal[0].Name} only when {orientation.Name}" };
            }
        }

        return none;
    }

    private static SliceMatch? WithSources(SliceMatch match, SourceKind kind, IEnumerable<SliceRecord> found)
    {
        // The image itself is preferred to its copy in a volume, which has neither patient nor SOP Instance UID.
        SliceRecord[] sources = [.. found.OrderBy(slice => slice.SopUid is null)];
        return sources.Length == 0
            ? null
            : match with
            {
                Kind = kind,
                Source = sources[0],
                OtherSources = [.. sources[1..].Where(slice => slice.SopUid is not null || slice.SeriesUid != sources[0].SeriesUid)],
                Place = sources[0] is { RowSpacingMm: { } row, ColumnSpacingMm: { } column } source
                    ? SlicePlace.Parse(source.ImagePositionMm, source.ImageOrientation, new PixelSpacing(row, column))
                    : null,
            };
    }

    /// <summary>Compares the rows that were not found with the pixels of the collection.</summary>
    private static void AddAlike(SliceMatch[] matches, CollectionPixels pixels, MatchOptions options)
    {
        var at = new Dictionary<DatasetRow, int>();
        for (var i = 0; i < matches.Length; i++)
        {
            if (matches[i] is { Kind: SourceKind.None, Key: not null })
            {
                at.Add(matches[i].Row, i);
            }
        }
        if (at.Count == 0 || pixels.Rows.Count == 0)
        {
            return;
        }
        var records = new Dictionary<DatasetRow, SliceRecord>();
        for (var i = 0; i < pixels.Rows.Count; i++)
        {
            records[pixels.Rows[i]] = pixels.Slices[i];
        }

        var pairs = LeakageSearch.Find([.. at.Keys], pixels.Rows, new LeakageOptions { Jobs = options.Jobs }).Pairs;
        foreach (var pair in pairs.OrderBy(pair => pair.Kind == MatchKind.Neighbour).ThenByDescending(pair => pair.Score))
        {
            ref var match = ref matches[at[pair.A]];
            var isFirst = match.Kind == SourceKind.None && match.Reason?.Contains(" only when ", StringComparison.Ordinal) == false;
            if (isFirst && pair.Mirror == Mirror.None)
            {
                match = match with
                {
                    Kind = pair.Kind == MatchKind.Neighbour ? SourceKind.Neighbour : SourceKind.Shifted,
                    Source = records[pair.B],
                    Reason =
                        string.Create(CultureInfo.InvariantCulture, $"likeness {pair.Score:0.000} to {records[pair.B].Name}")
                        + DescribeMove(pair.Move),
                };
            }
            else if (isFirst)
            {
                match = match with { Reason = $"alike to {records[pair.B].Name} only when mirrored" };
            }
        }
    }

    private static string DescribeMove((int Rows, int Columns) move) =>
        move == default
            ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $", moved by {move.Rows} rows and {move.Columns} columns");
}

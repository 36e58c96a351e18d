using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Coco;
using LungSeg.Core.Formats.Lidc;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets.Collections;

/// <summary>Turns the outlines of one scan into records: their areas, and which of them are of one nodule.</summary>
internal sealed class NoduleOutlines
{
    private const double Shrinking = 0.9;
    private const double LeastToleranceMm = 0.1;
    private readonly LidcReading _reading;
    private readonly IReadOnlyDictionary<string, SliceRecord> _slices;
    private readonly List<Vector3D>[] _points;

    /// <param name="reading">The outlines.</param>
    /// <param name="slices">The slices of the scan, by SOP Instance UID.</param>
    public NoduleOutlines(LidcReading reading, IReadOnlyDictionary<string, SliceRecord> slices)
    {
        (_reading, _slices) = (reading, slices);
        _points = [.. reading.Nodules.Select(_ => new List<Vector3D>())];
        foreach (var (sop, outlines) in reading.Slices)
        {
            if (!slices.TryGetValue(sop, out var slice))
            {
                continue;
            }
            foreach (var outline in outlines.Outlines)
            {
                _points[outline.Nodule].AddRange(outline.Points.Select(point => At(slice, point)));
            }
        }
    }

    /// <summary>Records of the areas on slices that are there, by slice, nodule and reader.</summary>
    public IEnumerable<ReadingRecord> CreateRecords(AnnotationReading how)
    {
        var numbers = Number();
        foreach (var (sop, outlines) in _reading.Slices)
        {
            if (!_slices.TryGetValue(sop, out var slice))
            {
                continue;
            }
            foreach (var area in outlines.Outlines.GroupBy(outline => (outline.Nodule, outline.IsHole)))
            {
                var nodule = _reading.Nodules[area.Key.Nodule];
                var window = PixelWindow.Around(area.SelectMany(outline => outline.Points), slice.Rows, slice.Columns);
                yield return new ReadingRecord
                {
                    SopUid = slice.SopUid!,
                    NoduleId = nodule.Id,
                    Nodule = numbers[area.Key.Nodule],
                    Reader = nodule.Reader + 1,
                    Inclusion = !area.Key.IsHole,
                    Rle = CocoRle.Compress(
                        CocoRle.CountWindow(
                            SliceOutlines.Fill(area, window, how),
                            (window.Left, window.Top, window.Width),
                            slice.Rows,
                            slice.Columns
                        )
                    ),
                    Ratings = nodule.Ratings,
                };
            }
        }
    }

    private static Vector3D At(SliceRecord slice, OutlinePoint point) =>
        new(point.X * (slice.ColumnSpacingMm ?? 1), point.Y * (slice.RowSpacingMm ?? 1), slice.PositionMm ?? 0);

    /// <summary>
    /// The number of each nodule's cluster, as pylidc joins them: the nearest points of two are at most the thickness of a slice apart, and
    /// as long as a cluster has more members than there are readers, that distance shrinks.
    /// </summary>
    private int[] Number()
    {
        var tolerance = _slices.Values.Select(slice => slice.ThicknessMm).FirstOrDefault(thickness => thickness > 0) ?? 1;
        var distances = Distances(tolerance);
        while (true)
        {
            var clusters = Cluster(distances, tolerance);

            // A nodule that more than all readers marked is taken for several.
            if (
                tolerance * Shrinking < LeastToleranceMm
                || clusters.CountBy(cluster => cluster).All(size => size.Value <= ReadingRecord.MaxReaders)
            )
            {
                return clusters;
            }
            tolerance *= Shrinking;
        }
    }

    private List<(int A, int B, double Distance)> Distances(double tolerance)
    {
        var near = new List<(int, int, double)>();
        var boxes = _points.Select(Box).ToArray();
        for (var a = 0; a < _points.Length; a++)
        {
            for (var b = a + 1; b < _points.Length; b++)
            {
                if (AreNear(boxes[a], boxes[b], tolerance) && Least(_points[a], _points[b]) is var distance && distance <= tolerance)
                {
                    near.Add((a, b, distance));
                }
            }
        }

        return near;
    }

    private int[] Cluster(List<(int A, int B, double Distance)> distances, double tolerance)
    {
        var sets = new DisjointSets(_points.Length);
        foreach (var (a, b, _) in distances.Where(pair => pair.Distance <= tolerance))
        {
            sets.Join(a, b);
        }

        var numbers = new Dictionary<int, int>();
        var clusters = new int[_points.Length];
        for (var i = 0; i < clusters.Length; i++)
        {
            var root = sets.Find(i);
            numbers.TryAdd(root, numbers.Count + 1);
            clusters[i] = numbers[root];
        }
        return clusters;
    }

    private static (Vector3D Low, Vector3D High) Box(List<Vector3D> points) =>
        points.Count == 0
            ? (new(double.PositiveInfinity, 0, 0), new(double.NegativeInfinity, 0, 0))
            : (
                new(points.Min(point => point.X), points.Min(point => point.Y), points.Min(point => point.Z)),
                new(points.Max(point => point.X), points.Max(point => point.Y), points.Max(point => point.Z))
            );

    private static bool AreNear((Vector3D Low, Vector3D High) a, (Vector3D Low, Vector3D High) b, double distance) =>
        a.Low.X - distance <= b.High.X
        && b.Low.X - distance <= a.High.X
        && a.Low.Y - distance <= b.High.Y
        && b.Low.Y - distance <= a.High.Y
        && a.Low.Z - distance <= b.High.Z
        && b.Low.Z - distance <= a.High.Z;

    private static double Least(List<Vector3D> a, List<Vector3D> b)
    {
        var least = double.PositiveInfinity;
        foreach (var first in a)
        {
            foreach (var second in b)
            {
                var apart = first - second;
                least = Math.Min(least, apart.Dot(apart));
            }
        }

        return Math.Sqrt(least);
    }
}

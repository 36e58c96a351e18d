namespace LungSeg.Thresholding.Tests;

/// <summary>
/// The published method by its definition: every contour is walked point by point, hull and fill are made from its points. Slow.
/// </summary>
internal sealed class ContourWalkMasker : ILungMasker
{
    private bool[,] _air = new bool[0, 0];

    public string Name => "walk";

    public ThresholdOutcome Compute(ReadOnlySpan<double> hu, int height, int width, Span<byte> mask)
    {
        mask.Clear();
        _air = new bool[height, width];
        for (var i = 0; i < hu.Length; i++)
        {
            _air[i / width, i % width] = !(hu[i] >= -300);
        }

        var kept = new List<(long Area, List<Crack> Points)>();
        foreach (var contour in Contours(height, width))
        {
            var points = contour.Select(Scaled).ToList();
            var area = TwiceHullArea([.. points.Distinct()]);
            if (area == 0)
            {
                return ThresholdOutcome.QhullError;
            }

            var (dr, dc) = (points[0].Row - points[^1].Row, points[0].Column - points[^1].Column);
            if (area > 1_600_000 && (dr * dr) + (dc * dc) < 400)
            {
                kept.Add((area, contour));
            }
        }

        return Choose(kept, height, width, mask);
    }

    private static ThresholdOutcome Choose(List<(long Area, List<Crack> Points)> kept, int rows, int columns, Span<byte> mask)
    {
        if (kept.Count < 2)
        {
            return ThresholdOutcome.TooFew;
        }

        if (kept.Count > 2 && kept.Select(contour => contour.Area).Distinct().Count() < kept.Count)
        {
            return ThresholdOutcome.Tie;
        }

        var chosen = kept.Count == 2 ? kept : kept.OrderBy(contour => contour.Area).Take(kept.Count - 1).ToList();
        foreach (var (_, points) in chosen)
        {
            Fill([.. points.Select(point => (point.Row, point.Column))], rows, columns, mask);
        }

        return kept.Count == 2 ? ThresholdOutcome.OkTwoKept : ThresholdOutcome.Ok;
    }

    // A crack lies between pixel (Row, Column) and the pixel below it (IsBelow) or to its right.
    private readonly record struct Crack(bool IsBelow, int Row, int Column);

    private (int Row, int Column) Scaled(Crack crack)
    {
        var offset = _air[crack.Row, crack.Column] ? 1 : 19;
        return crack.IsBelow ? ((20 * crack.Row) + offset, 20 * crack.Column) : (20 * crack.Row, (20 * crack.Column) + offset);
    }

    private IEnumerable<List<Crack>> Contours(int rows, int columns)
    {
        var neighbours = new Dictionary<Crack, List<Crack>>();
        for (var row = 0; row < rows - 1; row++)
        {
            for (var column = 0; column < columns - 1; column++)
            {
                foreach (var (from, to) in Segments(row, column))
                {
                    Link(neighbours, from, to);
                    Link(neighbours, to, from);
                }
            }
        }

        var seen = new HashSet<Crack>();
        foreach (var start in neighbours.Keys.Where(crack => neighbours[crack].Count == 1).Concat(neighbours.Keys))
        {
            if (!seen.Contains(start))
            {
                yield return Walk(neighbours, start, seen);
            }
        }
    }

    private static List<Crack> Walk(Dictionary<Crack, List<Crack>> neighbours, Crack start, HashSet<Crack> seen)
    {
        var contour = new List<Crack>();
        Crack? next = start;
        while (next is { } crack)
        {
            seen.Add(crack);
            contour.Add(crack);
            next = neighbours[crack].Where(other => !seen.Contains(other)).Cast<Crack?>().FirstOrDefault();
        }

        if (neighbours[start].Count == 2)
        {
            contour.Add(start);
        }

        return contour;
    }

    private static void Link(Dictionary<Crack, List<Crack>> neighbours, Crack from, Crack to)
    {
        if (!neighbours.TryGetValue(from, out var list))
        {
            neighbours[from] = list = [];
        }

        list.Add(to);
    }

    private IEnumerable<(Crack From, Crack To)> Segments(int row, int column)
    {
        var top = new Crack(false, row, column);
        var left = new Crack(true, row, column);
        var bottom = new Crack(false, row + 1, column);
        var right = new Crack(true, row, column + 1);
        var (a, b, c, d) = (_air[row, column], _air[row, column + 1], _air[row + 1, column], _air[row + 1, column + 1]);
        if (a == d && b == c && a != b)
        {
            return a ? [(top, left), (bottom, right)] : [(top, right), (left, bottom)];
        }

        var crossed = new[] { (a != b, top), (a != c, left), (c != d, bottom), (b != d, right) }
            .Where(side => side.Item1)
            .Select(side => side.Item2)
            .ToArray();
        return crossed.Length == 2 ? [(crossed[0], crossed[1])] : [];
    }

    private static long TwiceHullArea(List<(int Row, int Column)> points)
    {
        points.Sort();
        var hull = Half(points);
        points.Reverse();
        hull.AddRange(Half(points));
        var sum = 0L;
        for (var i = 0; i < hull.Count; i++)
        {
            var (p, q) = (hull[i], hull[(i + 1) % hull.Count]);
            sum += ((long)p.Row * q.Column) - ((long)q.Row * p.Column);
        }

        return Math.Abs(sum);
    }

    private static List<(int Row, int Column)> Half(List<(int Row, int Column)> points)
    {
        var half = new List<(int Row, int Column)>();
        foreach (var point in points)
        {
            while (half.Count > 1 && Cross(half[^2], half[^1], point) <= 0)
            {
                half.RemoveAt(half.Count - 1);
            }

            half.Add(point);
        }

        half.RemoveAt(half.Count - 1);
        return half;
    }

    private static long Cross((int Row, int Column) a, (int Row, int Column) b, (int Row, int Column) c) =>
        ((long)(b.Row - a.Row) * (c.Column - a.Column)) - ((long)(b.Column - a.Column) * (c.Row - a.Row));

    // Even-odd along columns, then the path's own pixels are erased.
    private static void Fill(List<(int Row, int Column)> path, int rows, int columns, Span<byte> mask)
    {
        var flips = new int[rows + 1, columns];
        for (var i = 0; i < path.Count; i++)
        {
            var (p, q) = (path[i], path[(i + 1) % path.Count]);
            if (p.Column != q.Column)
            {
                var (row, column) = p.Column < q.Column ? p : q;
                flips[row + 1, column]++;
            }
        }

        var onPath = path.ToHashSet();
        for (var column = 0; column < columns; column++)
        {
            var crossings = 0;
            for (var row = 0; row < rows; row++)
            {
                crossings += flips[row, column];
                if (crossings % 2 != 0 && !onPath.Contains((row, column)))
                {
                    mask[(row * columns) + column] = 1;
                }
            }
        }
    }
}

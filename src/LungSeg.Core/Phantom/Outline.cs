namespace LungSeg.Core.Phantom;

/// <summary>A closed smooth curve as a polygon, clockwise on the screen.</summary>
internal sealed class Outline
{
    internal const int StepsPerControl = 10;

    private readonly PointMm[] _points;

    private Outline(PointMm[] points) => _points = points;

    internal ReadOnlySpan<PointMm> Points => _points;

    /// <summary>Catmull-Rom spline through closed control points.</summary>
    internal static Outline Through(ReadOnlySpan<PointMm> controls)
    {
        int count = controls.Length;
        var points = new PointMm[count * StepsPerControl];
        for (int i = 0; i < count; i++)
        {
            var before = controls[(i + count - 1) % count];
            var from = controls[i];
            var to = controls[(i + 1) % count];
            var after = controls[(i + 2) % count];
            for (int step = 0; step < StepsPerControl; step++)
            {
                float t = (float)step / StepsPerControl;
                var tangentIn = (to - before) * 0.5f;
                var tangentOut = (after - from) * 0.5f;
                float t2 = t * t;
                float t3 = t2 * t;
                points[i * StepsPerControl + step] =
                    from * (2 * t3 - 3 * t2 + 1) + tangentIn * (t3 - 2 * t2 + t) + to * (3 * t2 - 2 * t3) + tangentOut * (t3 - t2);
            }
        }

        return new Outline(points);
    }

    /// <summary>The curve moved along its outward normals; negative distances shrink it.</summary>
    internal Outline Grow(float distanceMm)
    {
        var grown = new PointMm[_points.Length];
        for (int i = 0; i < grown.Length; i++)
        {
            var along = At(i + 1) - At(i - 1);
            float scale = distanceMm / MathF.Max(along.Length, 1e-3f);
            grown[i] = _points[i] + new PointMm(along.Y * scale, -along.X * scale);
        }

        return new Outline(grown);
    }

    /// <summary>The point at a fractional position, in polygon vertices; positions wrap around.</summary>
    internal PointMm At(float position)
    {
        int index = (int)MathF.Floor(position);
        return PointMm.Between(At(index), At(index + 1), position - index);
    }

    /// <summary>Even-odd test.</summary>
    internal bool Contains(PointMm point)
    {
        bool inside = false;
        var previous = _points[^1];
        foreach (var current in _points)
        {
            if (
                (current.Y > point.Y) != (previous.Y > point.Y)
                && point.X < (previous.X - current.X) * (point.Y - current.Y) / (previous.Y - current.Y) + current.X
            )
            {
                inside = !inside;
            }

            previous = current;
        }

        return inside;
    }

    /// <summary>Distance to the nearest vertex, and that vertex; vertices lie a few millimetres apart.</summary>
    internal (float DistanceMm, PointMm Nearest) NearestTo(PointMm point)
    {
        var best = (DistanceMm: float.MaxValue, Nearest: point);
        foreach (var vertex in _points)
        {
            float distance = (vertex - point).Length;
            if (distance < best.DistanceMm)
            {
                best = (distance, vertex);
            }
        }

        return best;
    }

    private PointMm At(int index) => _points[(index % _points.Length + _points.Length) % _points.Length];
}

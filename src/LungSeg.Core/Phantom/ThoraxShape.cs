using LungSeg.Core.Randomness;

namespace LungSeg.Core.Phantom;

/// <summary>The large outlines of a chest: body, pleural cavity, mediastinum. The lungs are the cavity minus the mediastinum.</summary>
internal sealed class ThoraxShape
{
    /// <summary>Number of control points on one side, front to back; the other side mirrors them.</summary>
    internal const int SideControls = 11;

    private static readonly (float X, float Y)[] CavitySide =
    [
        (0.04f, -0.90f),
        (0.26f, -1.0f),
        (0.56f, -0.93f),
        (0.82f, -0.64f),
        (0.97f, -0.20f),
        (1.0f, 0.22f),
        (0.93f, 0.60f),
        (0.76f, 0.86f),
        (0.52f, 1.0f),
        (0.27f, 0.98f),
        (0.06f, 0.86f),
    ];

    private static readonly (float X, float Y)[] BodySide =
    [
        (0.09f, -0.95f),
        (0.30f, -1.0f),
        (0.56f, -0.94f),
        (0.79f, -0.72f),
        (0.94f, -0.34f),
        (1.0f, 0.10f),
        (0.96f, 0.46f),
        (0.82f, 0.74f),
        (0.58f, 0.92f),
        (0.30f, 0.99f),
        (0.08f, 0.965f),
    ];

    private readonly float _halfFieldMm;
    private readonly PointMm[] _cavity;
    private readonly PointMm[] _body;
    private readonly float[] _wander;
    private readonly float _level;

    internal ThoraxShape(SeededRandom random, float halfFieldMm, PhantomAnatomy anatomy)
    {
        _halfFieldMm = halfFieldMm;
        _level = random.NextUnit();
        float bodyWidth = halfFieldMm * random.Uniform(0.87f, 0.95f);
        CavityHalfMm = bodyWidth - halfFieldMm * random.Uniform(0.17f, 0.26f);
        float top = -halfFieldMm * random.Uniform(0.42f, 0.50f);
        float bottom = halfFieldMm * random.Uniform(0.48f, 0.56f);
        CentreY = (top + bottom) * 0.5f;
        CavityHalfHeightMm = (bottom - top) * 0.5f;
        float front = halfFieldMm * random.Uniform(0.10f, 0.17f);
        float back = halfFieldMm * random.Uniform(0.10f, 0.15f);
        bodyWidth *= anatomy.HasFlag(PhantomAnatomy.CutBody) ? 1.24f : 1;
        _cavity = Mirror(CavitySide, random, new PointMm(CavityHalfMm, CavityHalfHeightMm), CentreY);
        var bodyHalf = new PointMm(bodyWidth, CavityHalfHeightMm + (front + back) * 0.5f);
        _body = Mirror(BodySide, random, bodyHalf, CentreY + (back - front) * 0.5f);
        BottomMm = bottom + back;
        _wander = [.. Enumerable.Range(0, 24).Select(_ => random.Uniform(-0.022f, 0.022f))];
    }

    internal float CavityHalfMm { get; }

    internal float CavityHalfHeightMm { get; }

    internal float CentreY { get; }

    /// <summary>Lowest point of the back.</summary>
    internal float BottomMm { get; }

    /// <summary>Scales millimetres with the body; the factor is 1 for a field of view 380 mm wide.</summary>
    internal float Scaled(float mm) => mm * _halfFieldMm / 190;

    /// <summary>Height of a slice within the chest: 0 at the aortic arch, 1 at the ventricles.</summary>
    internal float LevelAt(float z) => MathF.Min(MathF.Max(_level + z / 140, 0), 1);

    /// <summary>A point, given in half-widths and half-heights of the cavity from its centre.</summary>
    internal PointMm Place(float x, float y) => new(x * CavityHalfMm, CentreY + y * CavityHalfHeightMm);

    internal Outline Body(float z) => Outline.Through(Zoomed(_body, 1 + z * 0.0004f));

    internal Outline Cavity(float z) => Outline.Through(Zoomed(_cavity, 1 + z * 0.0011f));

    /// <summary>A layer of the chest wall: 0 on the pleura, 1 on the skin, per control point.</summary>
    internal Outline Layer(float z, ReadOnlySpan<float> sideShares)
    {
        var points = new PointMm[2 * SideControls];
        for (int i = 0; i < points.Length; i++)
        {
            int side = i < SideControls ? i : points.Length - 1 - i;
            points[i] = PointMm.Between(_cavity[i] * (1 + z * 0.0011f), _body[i], sideShares[side]);
        }

        return Outline.Through(points);
    }

    /// <summary>Outline of the band between the lungs, from front wall to back, that holds heart, great vessels and spine.</summary>
    internal Outline Mediastinum(float z)
    {
        float h = LevelAt(z);
        ReadOnlySpan<(float X, float Y)> band =
        [
            (0.02f, -1.10f),
            (0.03f, -0.86f),
            (0.10f + 0.06f * h, -0.62f),
            (0.20f + 0.20f * h, -0.40f),
            (0.27f + 0.24f * h, -0.12f),
            (0.28f + 0.20f * h, 0.10f),
            (0.20f + 0.04f * h, 0.24f),
            (0.21f, 0.38f),
            (0.14f, 0.52f),
            (0.16f, 0.64f),
            (0.18f, 0.80f),
            (0.34f, 1.16f),
            (-0.34f, 1.16f),
            (-0.18f, 0.80f),
            (-0.16f, 0.64f),
            (-0.10f, 0.50f),
            (-0.09f, 0.32f),
            (-0.20f, 0.16f),
            (-0.25f - 0.05f * h, -0.02f),
            (-0.24f - 0.08f * h, -0.22f),
            (-0.20f - 0.02f * h, -0.42f),
            (-0.10f, -0.64f),
            (-0.02f, -0.86f),
            (-0.01f, -1.10f),
        ];
        var points = new PointMm[band.Length];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = Place(band[i].X + (i is > 1 and < 22 ? _wander[i] : 0), band[i].Y);
        }

        return Outline.Through(points);
    }

    private static PointMm[] Zoomed(PointMm[] points, float factor) => [.. points.Select(point => point * factor)];

    private static PointMm[] Mirror((float X, float Y)[] side, SeededRandom random, PointMm half, float centreY)
    {
        var points = new PointMm[2 * SideControls];
        for (int i = 0; i < points.Length; i++)
        {
            var (x, y) = side[i < SideControls ? i : points.Length - 1 - i];
            float sign = i < SideControls ? 1 : -1;
            points[i] = new PointMm(
                half.X * (sign * x + random.Uniform(-0.012f, 0.012f)),
                centreY + half.Y * (y + random.Uniform(-0.012f, 0.012f))
            );
        }

        return points;
    }
}

using LungSeg.Core.Randomness;

namespace LungSeg.Core.Phantom;

/// <summary>A lobulated ball in one lung, with spicules where it is large.</summary>
internal sealed class Nodule
{
    private readonly float _stretch;
    private readonly (PointMm Offset, float Z, float Radius)[] _lobes;
    private readonly Segment[] _spicules;

    private Nodule(SeededRandom random, PointMm centre, float radius, NoduleKind kind)
    {
        (Centre, RadiusMm, Kind) = (centre, radius, kind);
        _stretch = random.Uniform(0.93f, 1.07f);
        _lobes = new (PointMm, float, float)[random.Below(5) + 2];
        foreach (ref var lobe in _lobes.AsSpan())
        {
            var direction = Direction(random);
            float size = random.Uniform(0.35f, 0.55f);
            float reach = 1.06f - size;
            lobe = (direction * (radius * reach), random.Uniform(-0.3f, 0.3f) * radius, radius * size);
        }

        _spicules = new Segment[radius < 4 || kind == NoduleKind.GroundGlass ? 0 : random.Below(9) + 7];
        foreach (ref var spicule in _spicules.AsSpan())
        {
            var direction = Direction(random);
            float z = random.Uniform(-0.35f, 0.35f) * radius;
            float length = radius * random.Uniform(1.2f, 1.65f);
            spicule = new Segment(centre + direction * (radius * 0.6f), z * 0.6f, centre + direction * length, z, 0.8f, 0.25f);
        }
    }

    internal PointMm Centre { get; }

    internal float RadiusMm { get; }

    internal NoduleKind Kind { get; }

    internal bool IsJuxtapleural { get; private init; }

    /// <summary>Minimum and maximum diameter of nodules drawn for a Lung-RADS class, within the limits of the class.</summary>
    /// <exception cref="ArgumentException">The class is not one of the four of the data set.</exception>
    internal static (float Low, float High) DiameterRangeMm(string label) =>
        label switch
        {
            "LR2" => (3.6f, 5.6f),
            "LR3" => (6.4f, 7.6f),
            "LR4A" => (8.6f, 14.0f),
            "LR4B" => (16.0f, 31.0f),
            _ => throw new ArgumentException($"class {label} is not LR2, LR3, LR4A or LR4B", nameof(label)),
        };

    /// <summary>Chooses a position: away from every wall, or touching the pleura.</summary>
    internal static Nodule Place(SeededRandom random, string label, Outline cavity, Outline mediastinum, ThoraxShape shape)
    {
        var (low, high) = DiameterRangeMm(label);
        float radius = random.Uniform(low, high) * 0.5f;
        float kindDraw = random.NextUnit();
        var kind =
            kindDraw < 0.7f ? NoduleKind.Solid
            : kindDraw < 0.86f ? NoduleKind.PartSolid
            : NoduleKind.GroundGlass;
        bool juxtapleural = random.Chance(0.3f);
        var best = (Error: float.MaxValue, Centre: default(PointMm));
        for (int attempt = 0; attempt < 300 && best.Error > 0; attempt++)
        {
            var candidate = shape.Place(random.Uniform(-1, 1), random.Uniform(-1, 1));
            if (!cavity.Contains(candidate) || mediastinum.Contains(candidate))
            {
                continue;
            }

            float wall = cavity.NearestTo(candidate).DistanceMm;
            float middle = mediastinum.NearestTo(candidate).DistanceMm;
            float error =
                MathF.Max(radius * 1.15f + 2 - middle, 0)
                + (juxtapleural ? MathF.Max(MathF.Abs(wall - radius * 0.93f) - 1, 0) : MathF.Max(radius * 1.1f + 3 - wall, 0));
            if (error < best.Error)
            {
                best = (error, candidate);
            }
        }

        return new Nodule(random, best.Centre, radius, kind) { IsJuxtapleural = juxtapleural };
    }

    /// <summary>Draws the nodule and marks its pixels in the mask; only pixels of the lung are marked.</summary>
    internal void Draw(Raster hu, Raster lung, float z, Span<sbyte> mask)
    {
        foreach (var spicule in _spicules)
        {
            var tube = spicule.Below(z);
            if (tube.Meets(0.6f))
            {
                Brush.Tube(hu, lung, tube, 0.6f, -60);
            }
        }

        float reach = RadiusMm * 1.4f + hu.SpacingMm;
        var (top, bottom) = hu.Range(Centre.Y - reach, Centre.Y + reach);
        var (left, right) = hu.Range(Centre.X - reach, Centre.X + reach);
        var best = (Score: float.MinValue, Index: 0);
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                int index = row * hu.Side + column;
                float depth = DepthAt(new PointMm(hu.ToMm(column), hu.ToMm(row)) - Centre, z);
                ref float value = ref hu.Values[index];
                value = Shade(value, depth, lung.Values[index], hu.SpacingMm);
                mask[index] = depth > 0 && lung.Values[index] >= 0.5f ? (sbyte)1 : (sbyte)0;
                float score = depth / hu.SpacingMm + lung.Values[index];
                best = score > best.Score ? (score, index) : best;
            }
        }

        // On a coarse grid a small nodule can fall between the pixel centres, or into a pixel that is mostly wall.
        if (MathF.Abs(z) < RadiusMm && !mask.Contains((sbyte)1))
        {
            mask[best.Index] = 1;
            lung.Values[best.Index] = MathF.Max(lung.Values[best.Index], 0.5f);
        }
    }

    private float Shade(float value, float depth, float lungShare, float spacing)
    {
        // Ground glass fades out; the edge of soft tissue is one pixel wide.
        float edge = Kind == NoduleKind.Solid ? spacing : MathF.Max(spacing, RadiusMm * 0.4f);
        float share = lungShare * MathF.Min(MathF.Max(depth / edge + 0.5f, 0), 1);
        float full = Kind switch
        {
            NoduleKind.Solid => 35,
            NoduleKind.PartSolid when depth > RadiusMm * 0.45f => 20,
            _ => -640 + 130 * MathF.Min(MathF.Max(depth / RadiusMm, 0), 1),
        };
        return value + share * (MathF.Max(full, value) - value);
    }

    private float DepthAt(PointMm offset, float z)
    {
        float x = offset.X * _stretch;
        float y = offset.Y / _stretch;
        float depth = RadiusMm * 0.985f - MathF.Sqrt(x * x + y * y + z * z);
        foreach (var (centre, height, radius) in _lobes)
        {
            var away = offset - centre;
            float dz = z - height;
            depth = MathF.Max(depth, radius - MathF.Sqrt(away.X * away.X + away.Y * away.Y + dz * dz));
        }

        return depth;
    }

    private static PointMm Direction(SeededRandom random)
    {
        while (true)
        {
            var point = new PointMm(random.Uniform(-1, 1), random.Uniform(-1, 1));
            float length = point.Length;
            if (length is > 0.1f and <= 1)
            {
                return point * (1 / length);
            }
        }
    }
}

/// <summary>How dense a nodule is.</summary>
public enum NoduleKind
{
    /// <summary>Soft tissue throughout.</summary>
    Solid,

    /// <summary>A solid core in a hazy rim.</summary>
    PartSolid,

    /// <summary>Hazy: vessels show through.</summary>
    GroundGlass,
}

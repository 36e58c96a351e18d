using LungSeg.Core.Randomness;

namespace LungSeg.Core.Phantom;

/// <summary>Renders one slice: wall, lungs, organs and nodule, then texture, noise and padding.</summary>
internal sealed class SliceRenderer
{
    private const float HalfThicknessMm = 0.9f;

    private readonly PhantomScan _scan;
    private readonly ThoraxShape _shape;
    private readonly Nodule _nodule;
    private readonly ChestWall _wall;
    private readonly MediastinalOrgans _organs;
    private readonly Segment[] _vessels;
    private readonly Segment[] _fissures;
    private readonly float _lungHu;
    private readonly float _gravityHuPerMm;
    private readonly float _noiseHu;
    private readonly (float Centre, float Neighbour) _grain;

    internal SliceRenderer(PhantomScan scan, SeededRandom random, ThoraxShape shape, Nodule nodule)
    {
        (_scan, _shape, _nodule) = (scan, shape, nodule);
        _wall = new ChestWall(random, shape, scan.Anatomy);
        _organs = new MediastinalOrgans(random, shape);
        var cavity = shape.Cavity(0);
        var mediastinum = shape.Mediastinum(0);
        _vessels =
        [
            .. VesselTree.Grow(random, cavity, mediastinum, shape.Place(-0.21f, 0.08f)),
            .. VesselTree.Grow(random, cavity, mediastinum, shape.Place(0.26f, 0.14f)),
        ];
        _fissures = [.. Fissure(random, -1), .. Fissure(random, 1)];
        _lungHu = random.Uniform(-885, -835);
        _gravityHuPerMm = random.Uniform(0.2f, 0.55f);
        _noiseHu = random.Uniform(14, 42);
        _grain = (1, random.Uniform(-0.12f, 0.4f));
    }

    internal PhantomSlice Render(double zMm)
    {
        float z = (float)zMm;
        int side = _scan.Side;
        float spacing = (float)_scan.PixelSpacingMm;
        using var hu = new Raster(side, spacing);
        using var lung = new Raster(side, spacing);
        using var scratch = new Raster(side, spacing);

        hu.Values.Fill(-1000);
        _wall.DrawSurroundings(hu, z);
        _wall.DrawTissue(hu, scratch, z);
        CoverLung(lung, scratch, z);
        DrawLung(hu, lung, z);
        _organs.Draw(hu, z);
        _wall.DrawSpine(hu);
        var mask = new sbyte[side * side];
        _nodule.Draw(hu, lung, z, mask);

        var random = new SeededRandom(SeededRandom.Mix(_scan.Seed, BitConverter.DoubleToUInt64Bits(zMm + 0.0)));
        var truth = Truth(lung);
        NoiseField.Fill(lung, scratch, random, _grain.Centre, _grain.Neighbour);
        return new PhantomSlice(side, Finish(hu, lung), mask, truth);
    }

    private static byte[] Truth(Raster lung)
    {
        var coverage = lung.Values;
        var truth = new byte[coverage.Length];
        for (int i = 0; i < truth.Length; i++)
        {
            truth[i] = coverage[i] >= 0.5f ? (byte)1 : (byte)0;
        }

        return truth;
    }

    private void CoverLung(Raster lung, Raster scratch, float z)
    {
        lung.Cover(_shape.Cavity(z));
        scratch.Cover(_shape.Mediastinum(z));
        var inside = lung.Values;
        var band = scratch.Values[..inside.Length];
        for (int i = 0; i < inside.Length; i++)
        {
            // Running sums leave rounding errors where the coverage is zero; textures skip only exact zeros.
            float share = inside[i] * (1 - band[i]);
            inside[i] = share < 1e-3f ? 0 : share;
        }
    }

    private void DrawLung(Raster hu, Raster lung, float z)
    {
        bool isFilled = _scan.Anatomy.HasFlag(PhantomAnatomy.FilledLungs);
        for (int row = 0; row < hu.Side; row++)
        {
            float air = isFilled ? 32 : _lungHu + _gravityHuPerMm * (hu.ToMm(row) - _shape.CentreY);
            var values = hu.Row(row);
            var share = lung.Row(row);
            for (int column = 0; column < values.Length; column++)
            {
                values[column] += share[column] * (air - values[column]);
            }
        }

        if (isFilled)
        {
            return;
        }

        // All slices of a scan have the same texture, so its generator starts from the same seed each time.
        var random = new SeededRandom(SeededRandom.Mix(_scan.Seed, 1));
        NoiseField.AddTexture(hu, lung, random, 19, 13);
        NoiseField.AddTexture(hu, lung, random, 4.5f, 11);
        DrawTubes(hu, lung, _fissures, z, -745);
        DrawTubes(hu, lung, _vessels, z, 35);
    }

    private static void DrawTubes(Raster hu, Raster lung, Segment[] tubes, float z, float value)
    {
        foreach (var segment in tubes)
        {
            var tube = segment.Below(z);
            if (tube.Meets(HalfThicknessMm))
            {
                Brush.Tube(hu, lung, tube, HalfThicknessMm, value);
            }
        }
    }

    private Segment[] Fissure(SeededRandom random, float side)
    {
        var hilum = _shape.Place(side * 0.24f, random.Uniform(0.02f, 0.12f));
        var bend = _shape.Place(side * 0.62f, random.Uniform(0.12f, 0.32f));
        var end = _shape.Place(side * 0.99f, random.Uniform(0.3f, 0.6f));
        return [new Segment(hilum, 0, bend, 0, 0.3f, 0.3f), new Segment(bend, 0, end, 0, 0.3f, 0.3f)];
    }

    private double[] Finish(Raster hu, Raster noise)
    {
        var output = new double[hu.Side * hu.Side];
        float centre = (hu.Side - 1) * 0.5f;
        float radiusSquare = hu.Side * 0.5f * (hu.Side * 0.5f);
        for (int row = 0; row < hu.Side; row++)
        {
            var values = hu.Row(row);
            var grain = noise.Row(row);
            var line = output.AsSpan(row * hu.Side, hu.Side);
            float dy = row - centre;
            for (int column = 0; column < line.Length; column++)
            {
                float dx = column - centre;
                bool isPadding = _scan.PaddingHu is not null && dx * dx + dy * dy > radiusSquare;
                float level = _noiseHu * (values[column] > -700 ? 1 : 0.75f);
                float value = MathF.Min(MathF.Max(MathF.Round(values[column] + level * grain[column]), -1024), 3071);

                // Adding zero turns -0 into +0; integers of a scanner have no -0.
                line[column] = isPadding ? _scan.PaddingHu.GetValueOrDefault() : value + 0.0;
            }
        }

        return output;
    }
}

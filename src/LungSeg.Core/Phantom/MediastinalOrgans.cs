using LungSeg.Core.Randomness;

namespace LungSeg.Core.Phantom;

/// <summary>Draws heart, great vessels, oesophagus and airways between the lungs, depending on the level of the slice.</summary>
internal sealed class MediastinalOrgans(SeededRandom random, ThoraxShape shape)
{
    private readonly float _bloodHu = random.Chance(0.55f) ? random.Uniform(170, 330) : random.Uniform(38, 50);
    private readonly float _aortaMm = random.Uniform(12, 16);
    private readonly float _airwayMm = random.Uniform(7, 9.5f);

    internal void Draw(Raster hu, float z)
    {
        float level = shape.LevelAt(z);
        DrawBlood(hu, level);
        DrawAirways(hu, level);
        Brush.Ellipse(hu, shape.Place(0.03f, 0.34f), shape.Scaled(6), shape.Scaled(4), 35);
    }

    private void DrawBlood(Raster hu, float level)
    {
        float aorta = shape.Scaled(_aortaMm);
        Brush.Ellipse(hu, shape.Place(0.13f, 0.40f), aorta * 0.85f, aorta * 0.85f, _bloodHu);
        if (level > 0.55f)
        {
            // Myocardium round the chambers.
            Brush.Ellipse(hu, shape.Place(0.17f, -0.12f), shape.CavityHalfMm * 0.30f, shape.CavityHalfHeightMm * 0.28f, 60);
            Brush.Ellipse(hu, shape.Place(0.24f, -0.10f), shape.CavityHalfMm * 0.17f, shape.CavityHalfHeightMm * 0.17f, _bloodHu);
            Brush.Ellipse(hu, shape.Place(-0.06f, -0.18f), shape.CavityHalfMm * 0.14f, shape.CavityHalfHeightMm * 0.18f, _bloodHu);
            return;
        }

        Brush.Ellipse(hu, shape.Place(-0.02f, -0.32f), aorta * 1.1f, aorta * 1.05f, _bloodHu);
        Brush.Ellipse(hu, shape.Place(-0.15f, -0.26f), aorta * 0.62f, aorta * 0.7f, _bloodHu * 1.1f);
        if (level > 0.2f)
        {
            Brush.Ellipse(hu, shape.Place(0.16f, -0.22f), aorta * 0.95f, aorta * 1.25f, _bloodHu);
            Brush.Line(hu, shape.Place(0.14f, -0.08f), shape.Place(0.24f, 0.08f), aorta * 0.7f, _bloodHu);
            Brush.Line(hu, shape.Place(-0.05f, -0.04f), shape.Place(-0.2f, 0.02f), aorta * 0.6f, _bloodHu);
        }
    }

    private void DrawAirways(Raster hu, float level)
    {
        float radius = shape.Scaled(_airwayMm);
        float split = MathF.Max(level - 0.22f, 0);
        if (split <= 0)
        {
            Airway(hu, shape.Place(-0.01f, 0.12f), radius, radius * 0.92f);
            return;
        }

        foreach (float side in (ReadOnlySpan<float>)[-1, 1])
        {
            float narrowing = MathF.Max(1 - split * 0.75f, 0.45f);
            var centre = shape.Place(side * MathF.Min(0.05f + split * 0.3f, 0.13f), 0.05f + split * 0.06f);
            Airway(hu, centre, radius * narrowing, radius * narrowing * 0.8f);
        }
    }

    private static void Airway(Raster hu, PointMm centre, float radiusX, float radiusY)
    {
        Brush.Ellipse(hu, centre, radiusX + 1.4f, radiusY + 1.4f, 20);
        Brush.Ellipse(hu, centre, radiusX, radiusY, -985);
    }
}

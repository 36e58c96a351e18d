using LungSeg.Core.Randomness;

namespace LungSeg.Core.Phantom;

/// <summary>Draws everything around the lungs: skin, fat, muscle, bones, the table and blankets.</summary>
internal sealed class ChestWall
{
    private readonly ThoraxShape _shape;
    private readonly float[] _muscle;
    private readonly float[] _fatPlane;
    private readonly float[] _coverShares;
    private readonly float _skinMm;
    private readonly float[] _ribPositions;
    private readonly float[] _ribLengths;
    private readonly float _tableGapMm;
    private readonly float _tableCurve;
    private readonly float _tableHu;
    private readonly bool _hasMattress;
    private readonly int _coverCount;

    internal ChestWall(SeededRandom random, ThoraxShape shape, PhantomAnatomy anatomy)
    {
        _shape = shape;
        _skinMm = random.Uniform(1.4f, 2.2f);
        float fat = random.Uniform(0.75f, 1.2f);
        _muscle =
        [
            0.40f * fat,
            0.55f * fat,
            0.62f * fat,
            0.50f * fat,
            0.42f * fat,
            0.45f * fat,
            0.60f * fat,
            0.72f * fat,
            0.74f * fat,
            0.72f * fat,
            0.62f * fat,
        ];
        _muscle = [.. _muscle.Select(share => MathF.Min(share, 0.86f))];
        _fatPlane = [0.3f, 0.34f, 0.36f, 0.27f, 0.22f, 0.22f, 0.33f, 0.42f, 0.42f, 0.36f, 0.3f];
        _coverShares = [.. Enumerable.Range(0, ThoraxShape.SideControls).Select(_ => random.Uniform(1.03f, 1.4f))];
        _coverCount = random.Below(3);
        _ribPositions = [.. Enumerable.Range(0, 14).Select(_ => random.Uniform(-3, 3))];
        _ribLengths = [.. Enumerable.Range(0, 14).Select(_ => random.Uniform(5, 15))];
        _tableGapMm = random.Uniform(3, 14);

        // With filled lungs the table stays below -300 HU (carbon), so that the body is the only large contour.
        _tableHu = anatomy.HasFlag(PhantomAnatomy.FilledLungs) ? -620 : 110;
        _tableCurve = random.Uniform(0.06f, 0.14f);
        _hasMattress = random.Chance(0.6f);
    }

    /// <summary>Draws soft tissue and bones. The cavity becomes muscle, over which organs are drawn later.</summary>
    internal void DrawTissue(Raster hu, Raster scratch, float z)
    {
        var body = _shape.Body(z);
        var cavity = _shape.Cavity(z);
        Fill(hu, scratch, body, -15);
        Fill(hu, scratch, body.Grow(-_skinMm), -104);
        Fill(hu, scratch, _shape.Layer(z, _muscle), 52);
        DrawFatPlanes(hu, z);
        Fill(hu, scratch, cavity.Grow(_shape.Scaled(7)), 42);
        DrawScapulae(hu, z);
        DrawRibs(hu, cavity.Grow(_shape.Scaled(5.5f)), z);
        DrawSternum(hu);
    }

    /// <summary>Draws the vertebra. Called after the lungs are drawn, since it lies between them.</summary>
    internal void DrawSpine(Raster hu)
    {
        var centre = _shape.Place(0, 0.72f);
        var canal = centre + new PointMm(0, _shape.Scaled(21));
        var tip = canal + new PointMm(_shape.Scaled(1), _shape.Scaled(27));
        float rod = _shape.Scaled(4.2f);
        foreach (float side in (ReadOnlySpan<float>)[-1, 1])
        {
            var process = canal + new PointMm(side * _shape.Scaled(33), _shape.Scaled(7));
            Bone(hu, canal + new PointMm(side * _shape.Scaled(9), 0), process, rod);
        }

        Bone(hu, canal + new PointMm(0, _shape.Scaled(8)), tip, rod * 0.8f);
        Brush.Ellipse(hu, canal, _shape.Scaled(14), _shape.Scaled(12), 520);
        Brush.Ellipse(hu, centre, _shape.Scaled(18), _shape.Scaled(14.5f), 470);
        Brush.Ellipse(hu, centre, _shape.Scaled(16), _shape.Scaled(12.5f), 190);
        Brush.Ellipse(hu, centre + new PointMm(0, _shape.Scaled(10)), _shape.Scaled(4), _shape.Scaled(2), 80);
        Brush.Ellipse(hu, canal, _shape.Scaled(9), _shape.Scaled(7.5f), 22);
    }

    /// <summary>Draws the couch below the patient, and blanket folds above.</summary>
    internal void DrawSurroundings(Raster hu, float z)
    {
        float half = hu.ToMm(hu.Side - 1);
        float lowest = _shape.BottomMm + _tableGapMm;
        var previous = new PointMm(-half, TableY(-half, lowest));
        for (int step = 1; step <= 48; step++)
        {
            float x = -half + step * half / 24;
            var next = new PointMm(x, TableY(x, lowest));
            if (_hasMattress)
            {
                Brush.Line(hu, previous - new PointMm(0, _shape.Scaled(4)), next - new PointMm(0, _shape.Scaled(4)), 0.7f, -820);
            }

            var depth = new PointMm(0, _shape.Scaled(9));
            Brush.Line(hu, previous + depth, next + depth, 1.5f, _tableHu);
            previous = next;
        }

        for (int cover = 0; cover < _coverCount; cover++)
        {
            var shares = _coverShares.Select(share => share + cover * 0.22f).ToArray();
            var cloth = _shape.Layer(z, shares);
            Brush.Curve(hu, cloth, (-46, 46), 0.6f, -880);
        }
    }

    private static void Fill(Raster hu, Raster scratch, Outline outline, float value)
    {
        scratch.Cover(outline);
        hu.Blend(scratch, value);
    }

    private float TableY(float x, float lowest) => lowest - x * x * _tableCurve / _shape.CavityHalfMm;

    private void DrawFatPlanes(Raster hu, float z)
    {
        var plane = _shape.Layer(z, _fatPlane);
        var controls = Outline.StepsPerControl;
        Brush.Curve(hu, plane, (1.2f * controls, 3.6f * controls), _shape.Scaled(1.1f), -85);
        Brush.Curve(hu, plane, (5.6f * controls, 8.6f * controls), _shape.Scaled(1.5f), -85);
        Brush.Curve(hu, plane, (12.4f * controls, 15.4f * controls), _shape.Scaled(1.5f), -85);
        Brush.Curve(hu, plane, (17.4f * controls, 19.8f * controls), _shape.Scaled(1.1f), -85);
    }

    private void DrawScapulae(Raster hu, float z)
    {
        float level = _shape.LevelAt(z);
        float length = 14 * (1 - level);
        if (length < 3)
        {
            return;
        }

        var plane = _shape.Layer(z, [.. _fatPlane.Select(share => share + 0.14f)]);
        var controls = Outline.StepsPerControl;
        foreach (float middle in (ReadOnlySpan<float>)[6.7f * controls, 14.3f * controls])
        {
            Brush.Curve(hu, plane, (middle - length, middle + length), _shape.Scaled(3.4f), 480);
            Brush.Curve(hu, plane, (middle - length + 2, middle + length - 2), _shape.Scaled(1.9f), 190);
        }
    }

    // Ribs slope downwards to the front, so their cross-sections move along the chest from slice to slice.
    private void DrawRibs(Raster hu, Outline path, float z)
    {
        float spacing = path.Points.Length / (float)_ribPositions.Length;
        for (int rib = 0; rib < _ribPositions.Length; rib++)
        {
            float middle = (rib + 0.5f) * spacing;
            float drift = (middle < path.Points.Length * 0.5f ? -1 : 1) * z * 0.35f;
            middle += _ribPositions[rib] + drift;
            float half = _ribLengths[rib] * 0.5f;
            Brush.Curve(hu, path, (middle - half, middle + half), _shape.Scaled(3.9f), 480);
            Brush.Curve(hu, path, (middle - half + 0.6f, middle + half - 0.6f), _shape.Scaled(2.6f), 130);
        }
    }

    private void DrawSternum(Raster hu)
    {
        var centre = _shape.Place(0, -1.03f) - new PointMm(0, _shape.Scaled(4));
        Brush.Ellipse(hu, centre, _shape.Scaled(20), _shape.Scaled(6.5f), 380);
        Brush.Ellipse(hu, centre, _shape.Scaled(17.5f), _shape.Scaled(4.5f), 130);
    }

    private static void Bone(Raster hu, PointMm from, PointMm to, float radius)
    {
        Brush.Line(hu, from, to, radius, 520);
        Brush.Line(hu, from, to, radius * 0.5f, 230);
    }
}

namespace LungSeg.Thresholding.Tests;

/// <summary>Masks of scipy and scikit-image on small chests; tests/interop/threshold/make_hull_fixtures.py wrote the file.</summary>
public class HullMaskerTests
{
    [Fact]
    public void Compute_SmallChests_GivesThePixelsOfTheDefinition()
    {
        using var stream = typeof(HullMaskerTests).Assembly.GetManifestResourceStream("hull.bin")!;
        using var reader = new BinaryReader(stream);
        var count = reader.ReadInt32();
        Assert.Equal(4, count);
        for (var n = 0; n < count; n++)
        {
            var canvas = new Canvas(reader.ReadInt32(), reader.ReadInt32(), -1000);
            Paint(canvas, reader, -850);
            Paint(canvas, reader, Canvas.Tissue);
            var refined = ReadBits(reader, canvas.Hu.Length);
            var expected = ReadBits(reader, canvas.Hu.Length);

            Assert.Equal(refined, canvas.Run(new RefinedMasker()).Mask);
            Assert.Equal(expected, canvas.Run(new HullMasker()).Mask);
            var areas = ChestAreas.Find(canvas.Hu, canvas.Rows, canvas.Columns);
            var mask = new byte[canvas.Hu.Length];
            Assert.Equal(ThresholdOutcome.Ok, areas.WriteHull(mask));
            Assert.Equal(expected, mask);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Compute_Margin_IsTheDistanceToTheHull(int margin)
    {
        var canvas = Chest.Body().Box(100, 80, 60, 40, -850);

        var mask = canvas.Run(new HullMasker(margin)).Mask;

        Assert.Equal(1, mask[((100 - margin) * Chest.Columns) + 100]);
        Assert.Equal(0, mask[((99 - margin) * Chest.Columns) + 100]);
    }

    [Fact]
    public void Compute_BodyWithoutAir_IsTooFew()
    {
        Assert.Equal(ThresholdOutcome.TooFew, Chest.Body().Run(new HullMasker()).Outcome);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(64)]
    public void Create_MarginOutOfRange_Throws(int margin)
    {
        Assert.Equal("margin", Assert.Throws<ArgumentOutOfRangeException>(() => new HullMasker(margin)).ParamName);
    }

    private static void Paint(Canvas canvas, BinaryReader reader, double hu)
    {
        var bits = ReadBits(reader, canvas.Hu.Length);
        for (var i = 0; i < bits.Length; i++)
        {
            canvas.Hu[i] = bits[i] == 1 ? hu : canvas.Hu[i];
        }
    }

    private static byte[] ReadBits(BinaryReader reader, int count)
    {
        var packed = reader.ReadBytes((count + 7) / 8);
        return [.. Enumerable.Range(0, count).Select(i => (byte)((packed[i / 8] >> (7 - (i % 8))) & 1))];
    }
}

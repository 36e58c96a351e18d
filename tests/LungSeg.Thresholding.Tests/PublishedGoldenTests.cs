using System.Text;

namespace LungSeg.Thresholding.Tests;

/// <summary>Masks of the Python reference on synthetic slices; tests/interop/threshold/make_fixtures.py wrote the file.</summary>
public class PublishedGoldenTests
{
    [Fact]
    public void Compute_GoldenSlices_AreThoseOfThePythonReference()
    {
        using var stream = typeof(PublishedGoldenTests).Assembly.GetManifestResourceStream("published.bin")!;
        using var reader = new BinaryReader(stream);
        var versions = Encoding.ASCII.GetString(reader.ReadBytes(reader.ReadInt32()));
        var count = reader.ReadInt32();
        Assert.Equal(8, count);
        for (var n = 0; n < count; n++)
        {
            var (rows, columns) = (reader.ReadInt32(), reader.ReadInt32());
            var expected = (ThresholdOutcome)reader.ReadInt32();
            var canvas = new Canvas(rows, columns, Canvas.Tissue);
            var air = ReadBits(reader, rows * columns);
            for (var i = 0; i < air.Length; i++)
            {
                canvas.Hu[i] = air[i] == 1 ? Canvas.Air : Canvas.Tissue;
            }

            var expectedMask = ReadBits(reader, rows * columns);

            var (outcome, mask) = canvas.Run(new PublishedMasker());

            Assert.True(expected == outcome, $"slice {n} of {versions}: {outcome}, expected {expected}");
            Assert.Equal(expectedMask, mask);
        }
    }

    private static byte[] ReadBits(BinaryReader reader, int count)
    {
        var packed = reader.ReadBytes((count + 7) / 8);
        return [.. Enumerable.Range(0, count).Select(i => (byte)((packed[i / 8] >> (7 - (i % 8))) & 1))];
    }
}

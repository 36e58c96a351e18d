using CsCheck;
using LungSeg.Core.Formats.Masks;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Masks;

public sealed class ComponentOutlineTests
{
    [Fact]
    public void Trace_OnePixel_IsItsSquare() => Assert.Equal([new(1, 1), new(2, 1), new(2, 2), new(1, 2)], Trace("...", ".#.", "..."));

    [Fact]
    public void Trace_PixelsThatMeetAtACorner_AreOneRing() =>
        Assert.Equal([new(0, 0), new(1, 0), new(1, 1), new(2, 1), new(2, 2), new(1, 2), new(1, 1), new(0, 1)], Trace("#.", ".#"));

    [Fact]
    public void Trace_Hole_IsCutToTheOuterBorder() =>
        Assert.Equal(
            [new(0, 0), new(1, 0), new(1, 2), new(2, 2), new(2, 1), new(1, 1), new(1, 0), new(3, 0), new(3, 3), new(0, 3)],
            Trace("###", "#.#", "###")
        );

    [Fact]
    public void Fill_Triangle_TakesPixelsWhoseCentresLieInside()
    {
        // By hand: centres (x, y) with x + y < 4.5.
        var mask = new byte[25];
        PolygonRaster.Fill([(0.25, 0.25), (4.25, 0.25), (0.25, 4.25)], mask, 5);
        Assert.Equal("####.###..##...#.........", string.Concat(mask.Select(value => value == 0 ? '.' : '#')));
    }

    [Fact]
    public void Trace_AnyMask_FillsToEachComponentAndHasItsArea() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12], Gen.Int[0, 100])
            .SelectMany(size =>
                Gen.Int[0, 99]
                    .Select(value => value < size.Item3 ? (byte)1 : (byte)0)
                    .Array[size.Item1 * size.Item2]
                    .Select(mask => (Mask: mask, Rows: size.Item1, Columns: size.Item2))
            )
            .Sample(sample =>
            {
                var (mask, rows, columns) = sample;
                var components = new PixelComponents(mask, rows, columns);
                var all = new byte[mask.Length];
                foreach (var component in components.All)
                {
                    var ring = ComponentOutline.Trace(components, component);
                    Assert.Equal(component.Pixels, Area(ring));
                    var filled = new byte[mask.Length];
                    PolygonRaster.Fill([.. ring.Select(corner => ((double)corner.X, (double)corner.Y))], filled, columns);
                    for (var i = 0; i < filled.Length; i++)
                    {
                        Assert.Equal(components.Has(component, i / columns, i % columns) ? 1 : 0, filled[i]);
                        all[i] |= filled[i];
                    }
                }

                Assert.Equal(mask, all);
            });

    [Fact]
    public void Components_DiagonalNeighbours_AreOne()
    {
        // scipy.ndimage.label with a structure of ones finds 3.
        var components = Components("#..#", ".#..", "....", "...#", "....");
        Assert.Equal(3, components.All.Count);
        Assert.Equal(new PixelComponent(1, 0, 0, 2, 2, 2), components.All[0]);
    }

    private static PixelComponents Components(params string[] lines) =>
        new([.. string.Concat(lines).Select(letter => letter == '#' ? (byte)1 : (byte)0)], lines.Length, lines[0].Length);

    private static PixelCorner[] Trace(params string[] lines)
    {
        var components = Components(lines);
        return ComponentOutline.Trace(components, Assert.Single(components.All));
    }

    /// <summary>The shoelace formula; holes run the other way and count against it.</summary>
    private static int Area(PixelCorner[] ring)
    {
        var twice = 0;
        for (var i = 0; i < ring.Length; i++)
        {
            var next = ring[(i + 1) % ring.Length];
            twice += (ring[i].X * next.Y) - (next.X * ring[i].Y);
        }

        return twice / 2;
    }
}

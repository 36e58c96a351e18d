using LungSeg.Core.Grouping;
using LungSeg.Core.Model;
using Xunit;

namespace LungSeg.Core.Tests.Grouping;

public sealed class DescriptorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(1000)]
    public void EdgeProduct_OfExtremes_IsExact(int length)
    {
        var low = Enumerable.Repeat((sbyte)-128, length).ToArray();
        var high = Enumerable.Repeat((sbyte)127, length).ToArray();
        Assert.Equal(127 * 127 * length, EdgeProduct.Compute(high, high));
        Assert.Equal(-128 * 127 * length, EdgeProduct.Compute(low, high));
    }

    /// <summary>Of all sums the product is the plain one, and it ends early for none that reaches what is asked for.</summary>
    [Fact]
    public void EdgeProduct_ThatMayEndEarly_LosesNoSumThatReaches()
    {
        var random = new Random(7);
        var (a, b) = (new sbyte[1024], new sbyte[1024]);
        var early = 0;
        for (var turn = 0; turn < 300; turn++)
        {
            for (var i = 0; i < a.Length; i++)
            {
                // Energy that lies in some parts alone, as that of a body.
                var height = i / 128 % 3 == turn % 3 ? 127 : 9;
                a[i] = (sbyte)random.Next(-height, height + 1);
                b[i] = turn % 4 == 0 ? a[i] : (sbyte)random.Next(-height, height + 1);
            }

            var sum = a.Zip(b, (x, y) => x * y).Sum();
            foreach (var least in (ReadOnlySpan<double>)[sum - 1, sum, sum + 1.5, sum + 200_000, 0])
            {
                var isWhole = EdgeProduct.TryCompute(a, b, EdgeProduct.RestNorms(a), EdgeProduct.RestNorms(b), least, out var product);
                Assert.Equal(isWhole ? sum : 0, product);
                Assert.True(isWhole || sum < least);
                early += isWhole ? 0 : 1;
            }
        }
        Assert.InRange(early, 200, 900);
    }

    [Theory]
    [InlineData(1.0, 0)]
    [InlineData(0.5, 171)]
    [InlineData(0.0, 256)]
    [InlineData(-1.0, 512)]
    public void SketchDistance_OfCorrelatedValues_IsTheAngle(double correlation, int expected)
    {
        // 512 acos(r) / pi bits; the standard deviation of a binomial count is 11.3 at most.
        var random = new Random(5);
        var a = new double[4096];
        var b = new double[4096];
        for (var i = 0; i < a.Length; i++)
        {
            a[i] = Gauss(random);
            b[i] = (correlation * a[i]) + (Math.Sqrt(1 - (correlation * correlation)) * Gauss(random));
        }

        var distance = SliceSketch.Distance(SliceSketch.Compute(a), SliceSketch.Compute(b));
        Assert.InRange(distance, expected - 40, expected + 40);
        if (Math.Abs(correlation) == 1)
        {
            Assert.Equal(expected, distance);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, -7)]
    [InlineData(-12, 12)]
    public void MoveFrom_RolledSlice_IsTheRollBack(int rows, int columns)
    {
        var slice = PhantomSlices.Hu[0];
        var rolled = DescriptorReader.Compute(PhantomSlices.Rolled(slice, rows, columns), 512, 512);
        var move = PhantomSlices.Descriptors[0].Profile.MoveFrom(rolled.Profile, maxResidual: 1);
        Assert.Equal(new SliceMove(-rows, -columns), move);
    }

    [Fact]
    public void MoveFrom_SmallProfiles_TakesTheMoveByHand()
    {
        // 30 pixels: those from 12 to 17 are compared where nothing moves. Moved by 2 the steps of 160 (10 tones) lie on each other.
        double[] step = [.. Enumerable.Range(0, 30).Select(i => i < 15 ? 0.0 : 300.0)];
        double[] moved = [.. Enumerable.Range(0, 30).Select(i => i < 13 ? 0.0 : 300.0)];
        double[] flat = new double[30];
        var (a, b) = (SliceProfile.FromSums(step, flat), SliceProfile.FromSums(moved, flat));
        Assert.Equal(new SliceMove(2, 0), a.MoveFrom(b, maxResidual: 0));

        // All pixels differ by 10 tones, however they are moved.
        double[] bright = [.. Enumerable.Repeat(300.0, 30)];
        var (dark, light) = (SliceProfile.FromSums(flat, flat), SliceProfile.FromSums(bright, flat));
        Assert.Null(dark.MoveFrom(light, maxResidual: 9.9));
        Assert.Equal(new SliceMove(0, 0), dark.MoveFrom(light, maxResidual: 10));
    }

    [Theory]
    [InlineData(-3024.0, 95.0)]
    [InlineData(double.NaN, 95.0)]
    public void Compute_PaddingOrNaN_CountsAsAir(double outside, double fat)
    {
        var tones = new double[4];
        SliceTone.Compute([outside, -1000, -100, 3000], tones, new double[4]);

        // Air -1000 + 0.65 * 1000, fat -100 + 0.65 * 300, bone 250 + 0.65 * 300.
        Assert.Equal([-350, -350, fat, 445], tones);
    }

    [Fact]
    public void Mirrored_Blocks_LieOnTheOtherSide()
    {
        int[] blocks = [1, 2, 3, 4];
        Assert.Equal([2, 1, 4, 3], MirroredGrid.Create<int>(blocks, 2, Mirror.LeftRight));
        Assert.Equal([3, 4, 1, 2], MirroredGrid.Create<int>(blocks, 2, Mirror.UpsideDown));
        Assert.Equal([4, 3, 2, 1], MirroredGrid.Create<int>(blocks, 2, Mirror.HalfTurn));
        Assert.Equal(blocks, MirroredGrid.Create<int>(blocks, 2, Mirror.None));
    }

    [Fact]
    public void EdgeTiles_OfAGrid_LieTileByTile()
    {
        var random = new Random(3);
        var grid = new sbyte[SliceDescriptor.Length];
        random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(grid.AsSpan()));
        var edges = EdgeTiles.FromGrid(grid);
        for (var row = 0; row < 128; row++)
        {
            for (var column = 0; column < 128; column++)
            {
                var at = (((row / 8 * 16) + (column / 8)) * 64) + (row % 8 * 8) + (column % 8);
                Assert.Equal(grid[(row * 128) + column], edges[at]);
            }
        }
        foreach (var mirror in Enum.GetValues<Mirror>())
        {
            Assert.Equal(EdgeTiles.FromGrid(MirroredGrid.Create<sbyte>(grid, 128, mirror)), EdgeTiles.Mirrored(edges, mirror));
        }
    }

    [Fact]
    public void TileOrder_OfMirroredSlices_TakesTheHeaviestTilesFirst()
    {
        // Two slices of 2 tiles each: 3 lies in the 6th in both, 9 in the 2nd of the first, 1 in the 4th of the second.
        var (first, second) = (new sbyte[SliceDescriptor.Length], new sbyte[SliceDescriptor.Length]);
        (first[5 * 64], second[5 * 64]) = (3, 3);
        (first[1 * 64], second[3 * 64]) = (9, 1);
        var slices = new[] { first, second }.Select(edges =>
            PhantomSlices.Descriptors[0] with
            {
                Edges = edges,
                Norm = SliceDescriptor.ComputeNorm(edges),
            }
        );

        // Shares of the energy: 9 / 90 + 9 / 10 = 1.0, 81 / 90 = 0.9, 1 / 10 = 0.1.
        var probe = new sbyte[SliceDescriptor.Length];
        (probe[5 * 64], probe[1 * 64], probe[3 * 64]) = (1, 2, 3);
        var arranged = new TileOrder(slices, Mirror.None).Arrange(probe);
        Assert.Equal([1, 2, 3], [arranged[0], arranged[64], arranged[128]]);

        // Left to right: the tile of 16 across, and the block of 8 in it, are counted from the other end.
        Array.Clear(probe);
        (probe[(10 * 64) + 7], probe[(14 * 64) + 7], probe[(12 * 64) + 7]) = (1, 2, 3);
        arranged = new TileOrder(slices, Mirror.LeftRight).Arrange(probe);
        Assert.Equal([1, 2, 3], [arranged[7], arranged[64 + 7], arranged[128 + 7]]);
    }

    [Fact]
    public void Compute_OddShapes_AreDescribed()
    {
        foreach (var (rows, columns) in ((int, int)[])[(2, 2), (37, 61), (131, 700)])
        {
            var hu = Enumerable.Range(0, rows * columns).Select(i => i % 7 * 40.0).ToArray();
            var slice = DescriptorReader.Compute(hu, rows, columns);
            Assert.Equal(new SliceSize(rows, columns), slice.Size);
            Assert.True(slice.HasBody);
        }
    }

    private static double Gauss(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

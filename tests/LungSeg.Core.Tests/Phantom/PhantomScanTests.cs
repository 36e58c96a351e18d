using LungSeg.Core.Phantom;
using Xunit;

namespace LungSeg.Core.Tests.Phantom;

public sealed class PhantomScanTests
{
    // Nodule diameters in millimetres per class, and how far a pixel grid may move the measured one.
    [Theory]
    [InlineData("LR2", 3, 6)]
    [InlineData("LR3", 6, 8)]
    [InlineData("LR4A", 8, 15)]
    [InlineData("LR4B", 15, 34)]
    public void Render_Middle_MaskAreaFitsTheClass(string label, double low, double high)
    {
        for (ulong seed = 0; seed < 5; seed++)
        {
            var scan = new PhantomScan(seed, label, side: 512);
            int area = 0;
            foreach (sbyte value in scan.Render(0).Mask)
            {
                area += value;
            }

            double diameter = 2 * Math.Sqrt(area / Math.PI) * scan.PixelSpacingMm;
            Assert.InRange(scan.NoduleDiameterMm, low, high);
            Assert.InRange(diameter, low * 0.97, high * 1.03);
            Assert.InRange(scan.PixelSpacingMm, 0.58, 0.82);
        }
    }

    [Fact]
    public void Render_Plain_PlanesHoldWhatTheyPromise()
    {
        for (ulong seed = 20; seed < 23; seed++)
        {
            var slice = new PhantomScan(seed, "LR4A").Render(0.5);
            double sum = 0;
            int lung = 0;
            int faults = 0;
            for (int i = 0; i < slice.Hu.Length; i++)
            {
                bool isWhole = slice.Hu[i] is >= -3024 and <= 3071 && slice.Hu[i] == Math.Round(slice.Hu[i]);
                bool isNegativeZero = slice.Hu[i] == 0 && double.IsNegative(slice.Hu[i]);
                bool isMaskInLung = slice.Lung[i] is 0 or 1 && slice.Mask[i] >= 0 && slice.Mask[i] <= slice.Lung[i];
                faults += isWhole && !isNegativeZero && isMaskInLung ? 0 : 1;
                sum += slice.Lung[i] * slice.Hu[i];
                lung += slice.Lung[i];
            }

            Assert.Equal(0, faults);

            // Lung at full inspiration: -700 to -900 HU on the mean, a sixth to two fifths of the slice.
            Assert.InRange(sum / lung, -900, -700);
            Assert.InRange(lung, 512 * 512 / 8, 512 * 512 * 2 / 5);
        }
    }

    [Fact]
    public void Render_Lung_IsApartFromRoomAirAndAirways()
    {
        int airways = 0;
        for (ulong seed = 30; seed < 34; seed++)
        {
            var slice = new PhantomScan(seed, "LR2").Render(0);
            var components = AirComponents(slice);

            // The first component is the air that a corner belongs to; it never reaches a lung.
            Assert.Equal(0, components[0].Lung);
            foreach (var (pixels, lung) in components.Skip(1).Where(component => component.Pixels >= 60))
            {
                Assert.True(lung == 0 || lung > 0.95 * pixels, $"seed {seed}: {lung} of {pixels}");
                airways += lung == 0 ? 1 : 0;
            }

            Assert.True(components.Skip(1).Max(component => component.Pixels) > 15_000);
        }

        Assert.InRange(airways, 4, 12);
    }

    [Fact]
    public void Render_Padding_FillsOutsideTheCircleAlone()
    {
        var seen = new HashSet<int?>();
        for (ulong seed = 0; seen.Count < 5 && seed < 60; seed++)
        {
            var scan = new PhantomScan(seed, "LR3");
            if (!seen.Add(scan.PaddingHu))
            {
                continue;
            }

            var slice = scan.Render(0);
            int padded = 0;
            int belowRange = 0;
            for (int i = 0; i < slice.Hu.Length; i++)
            {
                double dy = i / 512 - 255.5;
                double dx = i % 512 - 255.5;
                bool isOutside = dx * dx + dy * dy > 256 * 256;
                padded += isOutside && slice.Hu[i] == scan.PaddingHu ? 1 : 0;
                belowRange += isOutside || slice.Hu[i] >= -1024 ? 0 : 1;
            }

            Assert.Equal(0, belowRange);

            // Counted with numpy: ((x*x + y*y) > 256**2).sum() on the same grid.
            Assert.Equal(scan.PaddingHu is null ? 0 : 56_252, padded);
        }

        Assert.Equal([-3024, -2048, -2000, -1024, null], seen.OrderBy(value => value ?? 0));
    }

    [Fact]
    public void Render_FilledLungs_HoldNoAir()
    {
        var slice = new PhantomScan(1, "LR4B", PhantomAnatomy.FilledLungs).Render(0);
        double sum = 0;
        int lung = 0;
        for (int i = 0; i < slice.Hu.Length; i++)
        {
            sum += slice.Lung[i] * slice.Hu[i];
            lung += slice.Lung[i];
        }

        Assert.InRange(lung, 512 * 512 / 8, 512 * 512 * 2 / 5);
        Assert.InRange(sum / lung, 0, 60);
    }

    [Theory]
    [InlineData(PhantomAnatomy.Plain, false)]
    [InlineData(PhantomAnatomy.CutBody, true)]
    public void Render_CutBody_TouchesBothSides(PhantomAnatomy anatomy, bool touches)
    {
        var slice = new PhantomScan(4, "LR3", anatomy).Render(0);
        foreach (int column in (ReadOnlySpan<int>)[1, 510])
        {
            // Near the middle row the circle reaches the image's edge.
            double mean = Enumerable.Range(246, 20).Average(row => slice.Hu[row * 512 + column]);
            Assert.Equal(touches, mean > -300);
        }
    }

    [Fact]
    public void Render_SameHeight_GivesEqualSlicesAndOtherHeightOtherNoise()
    {
        var scan = new PhantomScan(8, "LR4A", side: 128);
        Assert.Equal(scan.Render(0.25).Hu.ToArray(), new PhantomScan(8, "LR4A", side: 128).Render(0.25).Hu.ToArray());
        Assert.Equal(scan.Render(0.0).Hu.ToArray(), scan.Render(-0.0).Hu.ToArray());
        Assert.NotEqual(scan.Render(0.25).Hu.ToArray(), scan.Render(0.5).Hu.ToArray());
    }

    [Theory]
    [InlineData(16)]
    [InlineData(33)]
    [InlineData(64)]
    public void Render_SmallSides_StillShowTheNodule(int side)
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            var slice = new PhantomScan(seed, "LR2", side: side).Render(0.5);
            Assert.Equal(side * side, slice.Hu.Length);
            Assert.True(slice.Mask.Contains((sbyte)1), $"seed {seed}");
        }
    }

    [Fact]
    public void Scan_BadArguments_Throw()
    {
        Assert.Throws<ArgumentException>(() => new PhantomScan(0, "LR4"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhantomScan(0, "LR2", side: 15));
        var scan = new PhantomScan(0, "LR2", side: 16);
        Assert.Throws<ArgumentOutOfRangeException>(() => scan.Render(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => scan.Render(41));
    }

    // 4-connected components of HU < -300, in scan order: pixel count, and how many of them are lung.
    private static List<(int Pixels, int Lung)> AirComponents(PhantomSlice slice)
    {
        int side = slice.Side;
        var seen = new bool[side * side];
        var components = new List<(int Pixels, int Lung)>();
        var pending = new Stack<int>();
        for (int start = 0; start < seen.Length; start++)
        {
            Visit(start);
            var (pixels, lung) = (0, 0);
            while (pending.TryPop(out int index))
            {
                pixels++;
                lung += slice.Lung[index];
                if (index >= side)
                {
                    Visit(index - side);
                }
                if (index < seen.Length - side)
                {
                    Visit(index + side);
                }
                if (index % side > 0)
                {
                    Visit(index - 1);
                }
                if (index % side < side - 1)
                {
                    Visit(index + 1);
                }
            }

            if (pixels > 0)
            {
                components.Add((pixels, lung));
            }
        }

        return components;

        void Visit(int index)
        {
            if (!seen[index] && slice.Hu[index] < -300)
            {
                seen[index] = true;
                pending.Push(index);
            }
        }
    }
}

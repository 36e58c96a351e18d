using LungSeg.Core.Randomness;

namespace LungSeg.Core.Phantom;

/// <summary>Pixel noise with the grain of a reconstruction kernel, and smooth texture.</summary>
internal static class NoiseField
{
    /// <summary>Fills a plane with noise of about unit variance.</summary>
    /// <param name="target">The plane.</param>
    /// <param name="scratch">Another plane of the same side; its content is lost.</param>
    /// <param name="random">Source of the draws, one per pixel in C order.</param>
    /// <param name="centre">Weight of the pixel itself.</param>
    /// <param name="neighbour">
    /// Weight of each of the four neighbours; with 1 for the pixel itself, 0.5 gives soft and -0.15 sharp grain.
    /// </param>
    internal static void Fill(Raster target, Raster scratch, SeededRandom random, float centre, float neighbour)
    {
        foreach (ref float value in scratch.Values)
        {
            value = random.NextNormal();
        }

        int side = target.Side;
        float scale = 1 / MathF.Sqrt(centre * centre + 4 * neighbour * neighbour);
        for (int row = 0; row < side; row++)
        {
            var output = target.Row(row);
            var middle = scratch.Row(row);
            var above = scratch.Row(Math.Max(row - 1, 0));
            var below = scratch.Row(Math.Min(row + 1, side - 1));
            for (int column = 1; column < side - 1; column++)
            {
                float around = middle[column - 1] + middle[column + 1] + (above[column] + below[column]);
                output[column] = scale * (centre * middle[column] + neighbour * around);
            }

            output[0] = middle[0];
            output[side - 1] = middle[side - 1];
        }
    }

    /// <summary>Adds smooth bumps inside a coverage: random values on a grid, interpolated.</summary>
    internal static void AddTexture(Raster target, Raster within, SeededRandom random, float cellMm, float amplitude)
    {
        float cell = MathF.Max(cellMm / target.SpacingMm, 1);
        int nodes = (int)(target.Side / cell) + 2;
        var grid = new float[nodes * nodes];
        foreach (ref float value in grid.AsSpan())
        {
            value = random.NextNormal() * amplitude;
        }

        float step = 1 / cell;
        for (int row = 0; row < target.Side; row++)
        {
            int top = (int)(row * step);
            float down = row * step - top;
            var upper = grid.AsSpan(top * nodes, nodes);
            var lower = grid.AsSpan((top + 1) * nodes, nodes);
            var output = target.Row(row);
            var share = within.Row(row);
            for (int column = 0; column < output.Length; column++)
            {
                if (share[column] == 0)
                {
                    continue;
                }

                int left = (int)(column * step);
                float right = column * step - left;
                float a = upper[left] + right * (upper[left + 1] - upper[left]);
                float b = lower[left] + right * (lower[left + 1] - lower[left]);
                output[column] += share[column] * (a + down * (b - a));
            }
        }
    }
}

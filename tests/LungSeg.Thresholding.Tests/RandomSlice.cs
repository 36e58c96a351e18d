namespace LungSeg.Thresholding.Tests;

/// <summary>Random slices of boxes, diagonals, checkerboards, noise and NaN, seeded.</summary>
internal static class RandomSlice
{
    public static Canvas Create(Random random, int rows, int columns)
    {
        var canvas = new Canvas(rows, columns, random.Next(2) == 0 ? Canvas.Air : Canvas.Tissue);
        for (var shape = random.Next(1, 9); shape > 0; shape--)
        {
            Draw(canvas, random);
        }

        if (random.Next(3) == 0)
        {
            for (var speck = rows * columns / random.Next(20, 400); speck > 0; speck--)
            {
                canvas.Hu[random.Next(canvas.Hu.Length)] =
                    random.Next(4) == 0 ? double.NaN
                    : random.Next(2) == 0 ? Canvas.Air
                    : Canvas.Tissue;
            }
        }

        return canvas;
    }

    /// <summary>Two to four cavities over 2000 px^2, mostly in a closed body, with random shapes laid over them.</summary>
    public static Canvas CreateChest(Random random)
    {
        var canvas = new Canvas(random.Next(120, 170), random.Next(120, 170), Canvas.Air);
        var gap = random.Next(4) == 0 ? 0 : 2;
        canvas.Box(gap, gap, canvas.Rows - (2 * gap), canvas.Columns - (2 * gap), Canvas.Tissue);
        foreach (var (row, column) in new[] { (0.27, 0.27), (0.27, 0.73), (0.73, 0.27), (0.73, 0.73) }.Where(_ => random.Next(5) > 0))
        {
            canvas.Oval(row * canvas.Rows, column * canvas.Columns, random.Next(25, 32), random.Next(25, 32), Canvas.Air);
        }

        for (var shape = random.Next(3); shape > 0; shape--)
        {
            Pattern(
                canvas,
                random.Next(60),
                random.Next(60),
                random.Next(1, 60),
                random.Next(1, 60),
                (r, c) => (r - c) % 5 == 0,
                Canvas.Tissue
            );
        }

        return canvas;
    }

    private static void Draw(Canvas canvas, Random random)
    {
        var (top, left) = (random.Next(canvas.Rows), random.Next(canvas.Columns));
        var height = Math.Min(random.Next(1, canvas.Rows + 1), canvas.Rows - top);
        var width = Math.Min(random.Next(1, canvas.Columns + 1), canvas.Columns - left);
        var hu = random.Next(2) == 0 ? Canvas.Air : Canvas.Tissue;
        switch (random.Next(5))
        {
            case 0:
                canvas.Oval(top + (height / 2.0), left + (width / 2.0), height / 2.0, width / 2.0, hu);
                break;
            case 1:
                Pattern(canvas, top, left, height, width, (r, c) => (r + c) % 2 == 0, hu);
                break;
            case 2:
                var sum = random.Next(canvas.Rows + canvas.Columns);
                Pattern(canvas, 0, 0, canvas.Rows, canvas.Columns, (r, c) => r + c <= sum, hu);
                break;
            default:
                canvas.Box(top, left, height, width, hu);
                break;
        }
    }

    private static void Pattern(Canvas canvas, int top, int left, int height, int width, Func<int, int, bool> isSet, double hu)
    {
        for (var r = top; r < top + height; r++)
        {
            for (var c = left; c < left + width; c++)
            {
                if (isSet(r, c))
                {
                    canvas.Hu[(r * canvas.Columns) + c] = hu;
                }
            }
        }
    }
}

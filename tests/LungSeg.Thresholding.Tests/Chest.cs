namespace LungSeg.Thresholding.Tests;

/// <summary>A plain chest of 256 x 320 pixels: body, two lungs, trachea; the lungs are known.</summary>
internal static class Chest
{
    public const int Rows = 256;
    public const int Columns = 320;

    public static Canvas Create(int shift = 0) =>
        Body(shift).Oval(130, 100 + shift, 60, 38, -850).Oval(130, 220 + shift, 60, 38, -850).Oval(100, 160 + shift, 9, 9, -980);

    public static Canvas Body(int shift = 0) => new Canvas(Rows, Columns, -1000).Oval(130, 160 + shift, 95, 125, 40);

    /// <summary>The lungs of <see cref="Create"/>.</summary>
    public static byte[] Lungs(int shift = 0, bool left = true, bool right = true)
    {
        var canvas = new Canvas(Rows, Columns, 0);
        if (left)
        {
            canvas.Oval(130, 100 + shift, 60, 38, 1);
        }

        if (right)
        {
            canvas.Oval(130, 220 + shift, 60, 38, 1);
        }

        return [.. canvas.Hu.Select(value => (byte)value)];
    }

    public static double Dice(byte[] a, byte[] b)
    {
        var both = a.Zip(b).Count(pair => pair.First != 0 && pair.Second != 0);
        return 2.0 * both / (a.Count(value => value != 0) + b.Count(value => value != 0));
    }
}

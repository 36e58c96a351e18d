namespace LungSeg.Benchmarks;

/// <summary>A chest-like slice with about as many air-tissue changes a row (4 to 5) as a clinical one.</summary>
internal static class ThresholdSlice
{
    public const int Side = 512;

    public static double[] Create()
    {
        var random = new Random(7);
        var hu = new double[Side * Side];
        for (var row = 0; row < Side; row++)
        {
            for (var column = 0; column < Side; column++)
            {
                hu[(row * Side) + column] = Math.Round(Tissue(row, column) + (random.NextDouble() * 60) - 30);
            }
        }

        for (var vessel = 0; vessel < 150; vessel++)
        {
            Stamp(hu, random.Next(150, 370), random.Next(90, 420), random.Next(1, 4));
        }

        return hu;
    }

    private static double Tissue(int row, int column)
    {
        var inLeft = Oval(row, column, 260, 150, 110, 70);
        var inRight = Oval(row, column, 260, 360, 110, 70);
        if (inLeft || inRight)
        {
            return -850;
        }

        var inTable = row is > 440 and < 445 && column is > 40 and < 470;
        return inTable || Oval(row, column, 256, 256, 170, 225) ? 40 : -1000;
    }

    private static bool Oval(int row, int column, double centreRow, double centreColumn, double rows, double columns)
    {
        var y = (row - centreRow) / rows;
        var x = (column - centreColumn) / columns;
        return (y * y) + (x * x) < 1;
    }

    private static void Stamp(double[] hu, int row, int column, int radius)
    {
        for (var r = row - radius; r <= row + radius; r++)
        {
            for (var c = column - radius; c <= column + radius; c++)
            {
                hu[(r * Side) + c] = 30;
            }
        }
    }
}

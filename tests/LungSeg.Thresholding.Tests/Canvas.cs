namespace LungSeg.Thresholding.Tests;

/// <summary>Draws small slices of air and tissue for the tests.</summary>
internal sealed class Canvas
{
    public const double Air = -800;
    public const double Tissue = 40;

    public Canvas(int rows, int columns, double hu)
    {
        Rows = rows;
        Columns = columns;
        Hu = new double[rows * columns];
        Array.Fill(Hu, hu);
    }

    public int Rows { get; }

    public int Columns { get; }

    public double[] Hu { get; }

    public Canvas Box(int row, int column, int rows, int columns, double hu)
    {
        for (var r = row; r < row + rows; r++)
        {
            Hu.AsSpan((r * Columns) + column, columns).Fill(hu);
        }

        return this;
    }

    public Canvas Oval(double row, double column, double rowRadius, double columnRadius, double hu)
    {
        for (var r = 0; r < Rows; r++)
        {
            for (var c = 0; c < Columns; c++)
            {
                var y = (r - row) / rowRadius;
                var x = (c - column) / columnRadius;
                if ((y * y) + (x * x) < 1)
                {
                    Hu[(r * Columns) + c] = hu;
                }
            }
        }

        return this;
    }

    /// <summary>1 in the given boxes (row, column, rows, columns), 0 elsewhere.</summary>
    public byte[] MaskOf(params (int Row, int Column, int Rows, int Columns)[] boxes)
    {
        var mask = new byte[Hu.Length];
        foreach (var (row, column, rows, columns) in boxes)
        {
            for (var r = row; r < row + rows; r++)
            {
                mask.AsSpan((r * Columns) + column, columns).Fill(1);
            }
        }

        return mask;
    }

    public (ThresholdOutcome Outcome, byte[] Mask) Run(ILungMasker masker)
    {
        var mask = new byte[Hu.Length];
        mask.AsSpan().Fill(7);
        return (masker.Compute(Hu, Rows, Columns, mask), mask);
    }
}

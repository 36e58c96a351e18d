namespace LungSeg.Core.Formats.Masks;

/// <summary>A place in a grid of voxels, which need not be whole.</summary>
/// <param name="Slice">Slice, from 0.</param>
/// <param name="Row">Row, from 0.</param>
/// <param name="Column">Column, from 0.</param>
internal readonly record struct VoxelIndex(double Slice, double Row, double Column)
{
    public static VoxelIndex operator +(VoxelIndex a, VoxelIndex b) => new(a.Slice + b.Slice, a.Row + b.Row, a.Column + b.Column);

    public static VoxelIndex operator -(VoxelIndex a, VoxelIndex b) => new(a.Slice - b.Slice, a.Row - b.Row, a.Column - b.Column);

    public static VoxelIndex operator *(VoxelIndex a, double factor) => new(a.Slice * factor, a.Row * factor, a.Column * factor);

    /// <summary>The nearest whole place.</summary>
    public VoxelIndex Round() => new(Round(Slice), Round(Row), Round(Column));

    /// <summary>The largest of the three numbers without their signs.</summary>
    public double Largest() => Math.Max(Math.Abs(Slice), Math.Max(Math.Abs(Row), Math.Abs(Column)));

    /// <summary>Number of the three that are not 0.</summary>
    public int Axes() => (Slice != 0 ? 1 : 0) + (Row != 0 ? 1 : 0) + (Column != 0 ? 1 : 0);

    private static double Round(double value) => Math.Floor(value + 0.5);
}

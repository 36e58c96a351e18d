using System.Globalization;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Masks;

/// <summary>Which voxel of a mask each pixel of a slice takes.</summary>
/// <param name="Start">The voxel of pixel [0, 0].</param>
/// <param name="PerRow">What the next row adds.</param>
/// <param name="PerColumn">What the next column adds.</param>
internal readonly record struct MaskSampling(VoxelIndex Start, VoxelIndex PerRow, VoxelIndex PerColumn)
{
    /// <summary>Pixel by pixel, as the mask is stored.</summary>
    public static MaskSampling AsStored(int slice) => new(new(slice, 0, 0), new(0, 1, 0), new(0, 0, 1));

    /// <summary>Whether a slice of the mask is taken as it is stored, at its own index.</summary>
    public bool IsAsStored => this with { Start = Start with { Slice = 0 } } == AsStored(0);

    /// <summary>The slices of the mask that pixels of a slice lie in, some of which may not be there.</summary>
    public (int First, int Last) GetSlices(SliceSize size)
    {
        var (down, across) = (PerRow.Slice * (size.Height - 1), PerColumn.Slice * (size.Width - 1));
        var (low, high) = (Start.Slice + Math.Min(0, down) + Math.Min(0, across), Start.Slice + Math.Max(0, down) + Math.Max(0, across));
        return (Whole(low), Whole(high));
    }

    /// <summary>Copies to a slice the pixels that lie in one slice of the mask; pixels outside the mask stay.</summary>
    /// <param name="slice">The slice of the mask.</param>
    /// <param name="mask">Its elements, [row, col].</param>
    /// <param name="stored">Its size.</param>
    /// <param name="target">The slice's elements, [row, col].</param>
    /// <param name="size">The slice's size.</param>
    /// <param name="itemSize">Bytes of an element.</param>
    public void Take(int slice, ReadOnlySpan<byte> mask, SliceSize stored, Span<byte> target, SliceSize size, int itemSize)
    {
        for (var row = 0; row < size.Height; row++)
        {
            var line = Start + (PerRow * row);
            for (var column = 0; column < size.Width; column++)
            {
                var at = line + (PerColumn * column);
                var (fromRow, fromColumn) = (Whole(at.Row), Whole(at.Column));
                if (Whole(at.Slice) == slice && (uint)fromRow < (uint)stored.Height && (uint)fromColumn < (uint)stored.Width)
                {
                    mask.Slice(((fromRow * stored.Width) + fromColumn) * itemSize, itemSize)
                        .CopyTo(target[(((row * size.Width) + column) * itemSize)..]);
                }
            }
        }
    }

    /// <summary>Whether the box around the slice's pixels reaches into the mask.</summary>
    /// <param name="size">Size of the slice.</param>
    /// <param name="slices">Slices of the mask.</param>
    /// <param name="stored">Size of each of them.</param>
    public bool Reaches(SliceSize size, int slices, SliceSize stored)
    {
        var (down, across) = (PerRow * (size.Height - 1), PerColumn * (size.Width - 1));
        var (first, last) = GetSlices(size);
        return last >= 0
            && first < slices
            && Overlaps(Start.Row, down.Row, across.Row, stored.Height)
            && Overlaps(Start.Column, down.Column, across.Column, stored.Width);
    }

    /// <summary>Whether a pixel of the slice lies in the first slice of the mask.</summary>
    public bool Meets(SliceSize stored, SliceSize size)
    {
        for (var row = 0; row < size.Height; row++)
        {
            var line = Start + (PerRow * row);
            for (var column = 0; column < size.Width; column++)
            {
                var at = line + (PerColumn * column);
                if (Whole(at.Slice) == 0 && (uint)Whole(at.Row) < (uint)stored.Height && (uint)Whole(at.Column) < (uint)stored.Width)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>What is done to the mask, in words: <c>flipped up-down, shifted by 2 rows</c>; empty where nothing is.</summary>
    public string Describe(SliceSize stored, SliceSize size)
    {
        var words = new List<string>();
        var (rowAxis, columnAxis) = (PerRow.Row, PerColumn.Column);
        if (PerRow.Slice != 0 || PerColumn.Slice != 0)
        {
            words.Add("cut along other axes");
        }
        else if (PerRow.Column != 0 || PerColumn.Row != 0)
        {
            var turned = PerRow.Column * PerColumn.Row < 0;
            words.Add(turned ? "turned by 90 degrees" : "transposed");
            (rowAxis, columnAxis) = turned ? (1, 1) : (PerColumn.Row, PerRow.Column);
        }
        if (rowAxis < 0)
        {
            words.Add("flipped up-down");
        }
        if (columnAxis < 0)
        {
            words.Add("flipped left-right");
        }
        if (words.Count == 0)
        {
            var (rows, columns) = (-Whole(Start.Row), -Whole(Start.Column));
            if (rows != 0 || columns != 0)
            {
                words.Add(string.Create(CultureInfo.InvariantCulture, $"shifted by {rows} rows and {columns} columns"));
            }
        }
        if (stored != size && words.Count == 0)
        {
            words.Add($"put from {stored.Height} x {stored.Width} into {size.Height} x {size.Width} px");
        }
        return string.Join(", ", words);
    }

    private static bool Overlaps(double start, double down, double across, int length) =>
        Whole(start + Math.Max(0, down) + Math.Max(0, across)) >= 0 && Whole(start + Math.Min(0, down) + Math.Min(0, across)) < length;

    private static int Whole(double value) => (int)Math.Floor(value + 0.5);
}

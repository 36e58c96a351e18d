using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>Layout of a NIfTI-1 file to write.</summary>
internal sealed record NiftiLayout
{
    /// <summary>Type of the voxels, which are written little endian.</summary>
    public required DType DType { get; init; }

    /// <summary>Rows of a slice, 1 to 32767.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of a slice, 1 to 32767.</summary>
    public required int Width { get; init; }

    /// <summary>Slices, 1 to 32767; a single slice has three axes too.</summary>
    public int Slices { get; init; } = 1;

    /// <summary>
    /// Values of <c>pixdim</c>: mm where <see cref="IsSpacingKnown"/>, else numbers without a unit, such as a large slice distance for a
    /// volume of depth 1.
    /// </summary>
    public NiftiSpacing Spacing { get; init; } = new(1, 1, 1);

    /// <summary>Whether the spacing is real.</summary>
    public bool IsSpacingKnown { get; init; }

    /// <summary>Where the first slice lies, with the same spacing; null where it is not known.</summary>
    public SlicePlace? Place { get; init; }

    /// <summary>Range that viewers should show (<c>cal_min</c>, <c>cal_max</c>); null for none.</summary>
    public (double Low, double High)? Window { get; init; }

    /// <summary>Up to 79 characters of ASCII.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Bytes of all voxels.</summary>
    public long DataBytes => (long)Height * Width * Slices * DType.ItemSize;
}

/// <summary>Distances between the centres of neighbouring pixels.</summary>
/// <param name="Column">From column to column, <c>pixdim[1]</c>.</param>
/// <param name="Row">From row to row, <c>pixdim[2]</c>.</param>
/// <param name="Slice">From slice to slice, <c>pixdim[3]</c>.</param>
internal readonly record struct NiftiSpacing(double Column, double Row, double Slice);

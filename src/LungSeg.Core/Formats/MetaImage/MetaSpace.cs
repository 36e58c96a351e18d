using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.MetaImage;

/// <summary>Where the voxels of a file lie. MetaImage's axes are those of DICOM (left, back, head), its lengths millimetres.</summary>
internal static class MetaSpace
{
    private static readonly string[] MatrixNames = ["TransformMatrix", "Rotation", "Orientation"];
    private static readonly string[] OriginNames = ["Offset", "Position", "Origin"];

    /// <summary>
    /// Reads spacing and place. A place needs spacing, an origin and a matrix of three axes: what a header leaves out is unknown.
    /// </summary>
    /// <exception cref="DatasetFormatException">A field has another number of values, or a spacing that is not positive.</exception>
    public static (PixelSpacing? Spacing, VoxelGrid? Grid) Read(MetaFields fields, int axes, SliceSize size, int slices)
    {
        // ElementSize is the size of a voxel, which MetaIO takes where the distance of voxels is missing.
        var steps = fields.Numbers(axes, "ElementSpacing", "ElementSize");
        var matrix = fields.Numbers(axes * axes, MatrixNames);
        var origin = fields.Numbers(axes, OriginNames);
        if (steps is null)
        {
            return (null, null);
        }
        if (steps.Any(step => step <= 0))
        {
            var field = fields.Find("ElementSpacing", "ElementSize")!;
            throw FormatError.Mismatch(fields.Source, field.Offset, field.Name, $"'{field.Shown}'", "positive numbers");
        }
        var unit = Unit(fields);
        var spacing = new PixelSpacing(steps[1] * unit, steps[0] * unit);
        if (axes < 3 || matrix is null || origin is null)
        {
            return (spacing, null);
        }

        // A row of the matrix as it is written is the direction of one axis (itkMetaImageIO.cxx, SetDirection).
        Vector3D Axis(int axis) =>
            new Vector3D(matrix[axis * axes], matrix[(axis * axes) + 1], matrix[(axis * axes) + 2]) * (steps[axis] * unit);
        var first = new Vector3D(origin[0], origin[1], origin[2]) * unit;
        var grid = VoxelGrid.From((Axis(0), Axis(1), Axis(2), first), size, slices);
        return (grid?.First.Spacing ?? spacing, grid);
    }

    private static double Unit(MetaFields fields) =>
        fields.Find("DistanceUnits") is not { } field
            ? 1
            : field.Text switch
            {
                "mm" or "?" or "" => 1,
                "um" => 1e-3,
                "cm" => 10,
                _ => throw FormatError.Mismatch(fields.Source, field.Offset, "DistanceUnits", $"'{field.Shown}'", "mm, um or cm"),
            };
}

using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>Where the voxels of a file lie: sform where its code is over 0, else qform where its code is (nifti1.h).</summary>
internal readonly record struct NiftiSpace
{
    /// <summary>From voxel to voxel of the three axes, mm, in DICOM's axes; null where the file does not say.</summary>
    private (Vector3D I, Vector3D J, Vector3D K, Vector3D Origin)? Axes { get; init; }

    /// <summary>Whether the file says that it has a place.</summary>
    public bool HasCode => Axes is not null;

    /// <summary>Spacing of files that say no place; null where they do not say its unit either.</summary>
    public PixelSpacing? SpacingMm { get; private init; }

    /// <summary>Reads the fields.</summary>
    public static NiftiSpace Read(NiftiFields fields)
    {
        // nifti1.h, XYZT_TO_SPACE: 1 metre, 2 millimetre, 3 micron; without unit it is mm, as in ITK and SPM.
        var code = fields.Units & 7;
        var unit = code switch
        {
            0 or 2 => 1.0,
            1 => 1e3,
            3 => 1e-3,
            _ => double.NaN,
        };
        var (column, row) = (fields.Pixdim(1) * unit, fields.Pixdim(2) * unit);
        var hasForm = fields.SformCode > 0 || fields.QformCode > 0;
        return new NiftiSpace
        {
            Axes =
                fields.SformCode > 0 ? ReadMatrix(fields, unit)
                : hasForm ? ReadQuaternion(fields, unit)
                : null,
            SpacingMm =
                (hasForm || code != 0) && VoxelGrid.IsLength(column) && VoxelGrid.IsLength(row) ? new PixelSpacing(row, column) : null,
        };
    }

    /// <summary>The voxels; null where the file does not say where they lie, or says it by axes that are not at right angles.</summary>
    public VoxelGrid? GetGrid(SliceSize size, int slices) => Axes is { } axes ? VoxelGrid.From(axes, size, slices) : null;

    private static (Vector3D I, Vector3D J, Vector3D K, Vector3D Origin) ReadMatrix(NiftiFields fields, double unit)
    {
        Span<Vector3D> columns = stackalloc Vector3D[4];
        for (var axis = 0; axis < columns.Length; axis++)
        {
            columns[axis] = ToDicom(fields.Srow(0, axis) * unit, fields.Srow(1, axis) * unit, fields.Srow(2, axis) * unit);
        }
        return (columns[0], columns[1], columns[2], columns[3]);
    }

    /// <summary>The rotation of a unit quaternion whose first number is not stored, with a sign for the third axis in pixdim[0].</summary>
    private static (Vector3D I, Vector3D J, Vector3D K, Vector3D Origin) ReadQuaternion(NiftiFields fields, double unit)
    {
        double b = fields.Quaternion(0),
            c = fields.Quaternion(1),
            d = fields.Quaternion(2);
        var rest = 1 - ((b * b) + (c * c) + (d * d));
        if (rest < 1e-7)
        {
            // Rounded to a length over 1, or a half turn: the quaternion is scaled to length 1.
            var length = Math.Sqrt((b * b) + (c * c) + (d * d));
            (b, c, d, rest) = (b / length, c / length, d / length, 0);
        }
        var a = Math.Sqrt(rest);
        var (x, y, z) = (fields.Pixdim(1) * unit, fields.Pixdim(2) * unit, fields.Pixdim(3) * unit * (fields.Pixdim(0) < 0 ? -1 : 1));
        return (
            ToDicom(((a * a) + (b * b) - (c * c) - (d * d)) * x, 2 * ((b * c) + (a * d)) * x, 2 * ((b * d) - (a * c)) * x),
            ToDicom(2 * ((b * c) - (a * d)) * y, ((a * a) + (c * c) - (b * b) - (d * d)) * y, 2 * ((c * d) + (a * b)) * y),
            ToDicom(2 * ((b * d) + (a * c)) * z, 2 * ((c * d) - (a * b)) * z, ((a * a) + (d * d) - (c * c) - (b * b)) * z),
            ToDicom(fields.QuaternionOffset(0) * unit, fields.QuaternionOffset(1) * unit, fields.QuaternionOffset(2) * unit)
        );
    }

    /// <summary>NIfTI's axes point right, forward and up, those of DICOM left, back and up. A zero has no sign.</summary>
    private static Vector3D ToDicom(double right, double forward, double up) => new(0.0 - right, 0.0 - forward, up + 0.0);
}

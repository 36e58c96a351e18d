using System.Buffers.Binary;
using System.Text;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>Writes NIfTI-1 files: a header of 352 bytes, then the voxels. Equal input gives equal bytes.</summary>
internal static class NiftiWriter
{
    /// <summary>Bytes before the first voxel: the header, and four zeros, which mean that no extension follows.</summary>
    public const int HeadBytes = NiftiHeader.Length + 4;

    private const int LongestAxis = short.MaxValue;
    private const int LongestDescription = 79;

    // nifti1.h: NIFTI_UNITS_MM; and NIFTI_XFORM_ALIGNED_ANAT, which nibabel also uses for a matrix of unknown origin.
    private const byte Millimetre = 2;
    private const short Aligned = 2;

    /// <summary>Writes a whole file.</summary>
    /// <param name="target">Receives it.</param>
    /// <param name="layout">Layout of the file.</param>
    /// <param name="voxels">The voxels [slice, row, col] in C order, little endian.</param>
    /// <exception cref="ArgumentException">The voxels do not fill the layout, or NIfTI-1 cannot hold it.</exception>
    public static void Write(Stream target, NiftiLayout layout, ReadOnlySpan<byte> voxels)
    {
        if (voxels.Length != layout.DataBytes)
        {
            throw new ArgumentException(
                $"{voxels.Length} bytes do not fill {layout.Slices} x {layout.Height} x {layout.Width} voxels of {layout.DType.Name}",
                nameof(voxels)
            );
        }
        WriteHead(target, layout);
        target.Write(voxels);
    }

    /// <summary>
    /// Writes all bytes before the voxels. The caller then writes the voxels, [slice, row, col] in C order, little endian.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// NIfTI-1 cannot hold the layout: an axis is too long, the type has no code, or the description is too long or not ASCII.
    /// </exception>
    public static void WriteHead(Stream target, NiftiLayout layout)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        head.Clear();
        Int32(head, 0, NiftiHeader.Length);
        head[38] = (byte)'r';
        WriteDim(head, layout);
        Int16(head, 70, NiftiDataTypes.GetCode(layout.DType));
        Int16(head, 72, (short)(layout.DType.ItemSize * 8));
        Floats(head, 76, 1, layout.Spacing.Column, layout.Spacing.Row, layout.Spacing.Slice, 1, 1, 1, 1);
        Floats(head, 108, HeadBytes, 1, 0);
        if (layout.Window is { } window)
        {
            Floats(head, 124, window.High, window.Low);
        }
        WriteDescription(head[148..], layout.Description);
        if (layout.IsSpacingKnown)
        {
            head[123] = Millimetre;
        }
        if (layout.Place is { } place)
        {
            WriteSpace(head, place, layout.Spacing);
        }
        "n+1\0"u8.CopyTo(head[344..]);
        target.Write(head);
    }

    private static void WriteDim(Span<byte> head, NiftiLayout layout)
    {
        const int Axes = 3;
        ReadOnlySpan<int> dim = [Axes, layout.Width, layout.Height, layout.Slices, 1, 1, 1, 1];
        for (var axis = 0; axis < dim.Length; axis++)
        {
            if (dim[axis] is < 1 or > LongestAxis)
            {
                throw new ArgumentException($"an axis of NIfTI-1 has 1 to {LongestAxis} voxels, this one {dim[axis]}", nameof(layout));
            }
            Int16(head, 40 + (2 * axis), (short)dim[axis]);
        }
    }

    private static void WriteDescription(Span<byte> field, string text)
    {
        if (text.Length > LongestDescription || !Ascii.IsValid(text))
        {
            throw new ArgumentException($"a description is up to {LongestDescription} characters of ASCII", nameof(text));
        }
        Encoding.ASCII.GetBytes(text, field);
    }

    /// <summary>Writes the matrix of the voxels. NIfTI's axes point right, forward and up.</summary>
    private static void WriteSpace(Span<byte> head, SlicePlace place, NiftiSpacing spacing)
    {
        Int16(head, 254, Aligned);
        ReadOnlySpan<Vector3D> columns =
        [
            place.AlongRow * spacing.Column,
            place.AlongColumn * spacing.Row,
            place.Normal * spacing.Slice,
            place.Origin,
        ];
        for (var i = 0; i < columns.Length; i++)
        {
            // Subtracted from 0, and with 0 added, a zero has no sign.
            Floats(head, 280 + (4 * i), 0.0 - columns[i].X);
            Floats(head, 296 + (4 * i), 0.0 - columns[i].Y);
            Floats(head, 312 + (4 * i), columns[i].Z + 0.0);
        }
    }

    private static void Int32(Span<byte> head, int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(head[offset..], value);

    private static void Int16(Span<byte> head, int offset, short value) => BinaryPrimitives.WriteInt16LittleEndian(head[offset..], value);

    private static void Floats(Span<byte> head, int offset, params ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(head[(offset + (4 * i))..], (float)values[i]);
        }
    }
}

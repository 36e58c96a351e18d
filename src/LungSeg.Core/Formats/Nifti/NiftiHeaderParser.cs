using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>Turns the bytes of a header into a <see cref="NiftiHeader"/>; field names are those of nifti1.h and nifti2.h.</summary>
internal static class NiftiHeaderParser
{
    public static NiftiHeader Parse(ReadOnlySpan<byte> header, bool isSecond, SourceName name)
    {
        var isBig = header[0] == 0;
        var fields = new NiftiFields(header, isBig, isSecond);
        CheckKind(header, fields, name);
        var (width, height, slices, isVolume) = Lengths(fields, name);
        var code = fields.Datatype;
        if (!NiftiDataTypes.TryFind(code, isBig ? ByteOrder.Big : ByteOrder.Little, out var dtype))
        {
            throw FormatError.Unsupported(
                name,
                fields.DatatypeAt,
                $"datatype is {NiftiDataTypes.GetName(code)}; integers of 8 to 64 bits, float32 and float64 are read"
            );
        }
        var (slope, intercept) = Scaling(fields, name);
        var bitpix = fields.Bitpix;
        if (ArrayInfo.CountElements([width, height, slices]) > long.MaxValue / dtype.ItemSize)
        {
            throw FormatError.Corrupt(name, fields.DimAt(1), $"dim holds {width} x {height} x {slices}, more voxels than a file can hold");
        }
        var space = NiftiSpace.Read(fields);
        var grid = space.GetGrid(new SliceSize(height, width), slices);
        return new NiftiHeader
        {
            DType = dtype,
            Width = width,
            Height = height,
            Slices = slices,
            IsVolume = isVolume,
            DataOffset = DataOffset(fields, name),
            Slope = slope,
            Intercept = intercept,
            SpacingMm = grid?.First.Spacing ?? space.SpacingMm,
            Grid = grid,
            Notes =
            [
                .. bitpix == dtype.ItemSize * 8
                    ? Array.Empty<string>()
                    : [$"bitpix is {bitpix}, {dtype.ItemSize * 8} was taken as datatype {dtype.Name} has it"],
                .. grid is null && space.HasCode
                    ? ["the axes of its affine are not at right angles, or have no length: where its slices lie is unknown"]
                    : Array.Empty<string>(),
            ],
        };
    }

    private static void CheckKind(ReadOnlySpan<byte> header, NiftiFields fields, SourceName name)
    {
        // nifti2.h, signature: line ends that text transfers change follow the letters.
        var expected = fields.IsSecond ? "n+2\0\r\n\x1a\n"u8 : "n+1\0"u8;
        var magic = header.Slice(fields.MagicAt, expected.Length);
        if (magic.SequenceEqual(expected))
        {
            return;
        }
        if (magic.StartsWith(fields.IsSecond ? "ni2"u8 : "ni1"u8))
        {
            throw FormatError.Unsupported(
                name,
                fields.MagicAt,
                "this is the header of a pair .hdr/.img; make it one .nii first, for example with nibabel: "
                    + "nib.save(nib.load('x.hdr'), 'x.nii')"
            );
        }
        throw FormatError.WrongFormat(
            name,
            fields.MagicAt,
            $"magic is {Convert.ToHexStringLower(magic)}, expected {Convert.ToHexStringLower(expected)} "
                + (
                    fields.IsSecond
                        ? "(n+2): no NIfTI-2 file, or one that was copied as text"
                        : "(n+1): no NIfTI-1 file, but perhaps Analyze 7.5"
                )
        );
    }

    private static (int Columns, int Rows, int Slices, bool IsVolume) Lengths(NiftiFields fields, SourceName name)
    {
        const int MaxAxes = 7;
        var axes = fields.Dim(0);
        if (axes is < 1 or > MaxAxes)
        {
            throw FormatError.Corrupt(name, fields.DimAt(0), $"dim[0], the number of axes, is {axes}, expected 1 to {MaxAxes}");
        }
        for (var axis = 1; axis <= axes; axis++)
        {
            var length = fields.Dim(axis);
            if (length is < 1 or > int.MaxValue)
            {
                throw FormatError.Corrupt(
                    name,
                    fields.DimAt(axis),
                    $"dim[{axis}] is {length}, expected {(length < 1 ? "at least 1" : $"at most {int.MaxValue}")}"
                );
            }
            if (axis > 3 && length != 1)
            {
                throw FormatError.Unsupported(
                    name,
                    fields.DimAt(axis),
                    $"dim[{axis}] is {length}: slices and volumes are read, no series of volumes"
                );
            }
        }

        if (axes == 1)
        {
            throw FormatError.Unsupported(name, fields.DimAt(0), "it has one axis, and is neither slice nor volume");
        }
        return ((int)fields.Dim(1), (int)fields.Dim(2), axes == 2 ? 1 : (int)fields.Dim(3), axes > 2);
    }

    private static long DataOffset(NiftiFields fields, SourceName name)
    {
        // The header and the four bytes that say whether extensions follow.
        var smallest = (fields.IsSecond ? NiftiHeader.SecondLength : NiftiHeader.Length) + 4;
        var offset = fields.VoxOffset;

        // A float beyond its precision has no fraction, so every such value is an integer.
        if (!(offset >= smallest && offset < long.MaxValue / 2 && double.IsInteger(offset)))
        {
            throw FormatError.Corrupt(
                name,
                fields.VoxOffsetAt,
                string.Create(CultureInfo.InvariantCulture, $"vox_offset is {offset}, expected an integer from {smallest} on")
            );
        }
        return (long)offset;
    }

    private static (double Slope, double Intercept) Scaling(NiftiFields fields, SourceName name)
    {
        var (slope, intercept) = (fields.Slope, fields.Intercept);

        // As in nibabel: a slope that is 0 or not finite means no scaling, and the intercept is ignored.
        if (slope == 0 || !double.IsFinite(slope))
        {
            return (1, 0);
        }
        return double.IsFinite(intercept)
            ? (slope, intercept)
            : throw FormatError.Corrupt(
                name,
                fields.InterceptAt,
                string.Create(CultureInfo.InvariantCulture, $"scl_slope is {slope}, and scl_inter is not a number")
            );
    }
}

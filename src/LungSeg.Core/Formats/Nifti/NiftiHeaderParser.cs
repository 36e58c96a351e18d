using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>Turns the 348 bytes of a NIfTI-1 header into a <see cref="NiftiHeader"/>; field names are those of nifti1.h.</summary>
internal static class NiftiHeaderParser
{
    private const int DimAt = 40;
    private const int DatatypeAt = 70;
    private const int BitpixAt = 72;
    private const int VoxOffsetAt = 108;
    private const int SlopeAt = 112;
    private const int InterceptAt = 116;
    private const int MagicAt = 344;

    /// <summary>The header and the four bytes that say whether extensions follow.</summary>
    private const int SmallestOffset = 352;

    public static NiftiHeader Parse(ReadOnlySpan<byte> header, SourceName name)
    {
        var isBig = header[0] == 0;
        CheckKind(header, isBig, name);
        var fields = new NiftiFields(header, isBig);
        var (width, height, slices, isVolume) = Lengths(fields, name);
        var code = fields.Int16(DatatypeAt);
        if (!NiftiDataTypes.TryFind(code, isBig ? ByteOrder.Big : ByteOrder.Little, out var dtype))
        {
            throw FormatError.Unsupported(
                name,
                DatatypeAt,
                $"datatype is {NiftiDataTypes.GetName(code)}; integers of 8 to 64 bits, float32 and float64 are read"
            );
        }
        var (slope, intercept) = Scaling(fields, name);
        var bitpix = fields.Int16(BitpixAt);
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

    private static void CheckKind(ReadOnlySpan<byte> header, bool isBig, SourceName name)
    {
        // 348 and 540 differ in both low bytes.
        if (header[isBig ? 3 : 0] != (NiftiHeader.Length & 0xff))
        {
            throw FormatError.Unsupported(name, 0, "this is NIfTI-2, and NIfTI-1 is read; save it anew as NIfTI-1");
        }
        var magic = header[MagicAt..];
        if (magic.SequenceEqual("n+1\0"u8))
        {
            return;
        }
        if (magic.SequenceEqual("ni1\0"u8))
        {
            throw FormatError.Unsupported(
                name,
                MagicAt,
                "this is the header of a pair .hdr/.img; make it one .nii first, for example with nibabel: "
                    + "nib.save(nib.load('x.hdr'), 'x.nii')"
            );
        }
        throw FormatError.WrongFormat(
            name,
            MagicAt,
            $"magic is {Convert.ToHexStringLower(magic)}, expected 6e2b3100 (n+1): no NIfTI-1 file, but perhaps Analyze 7.5"
        );
    }

    private static (int Columns, int Rows, int Slices, bool IsVolume) Lengths(NiftiFields fields, SourceName name)
    {
        const int MaxAxes = 7;
        var axes = fields.Int16(DimAt);
        if (axes is < 1 or > MaxAxes)
        {
            throw FormatError.Corrupt(name, DimAt, $"dim[0], the number of axes, is {axes}, expected 1 to {MaxAxes}");
        }
        for (var axis = 1; axis <= axes; axis++)
        {
            var length = fields.Int16(DimAt + (2 * axis));
            if (length < 1)
            {
                throw FormatError.Corrupt(name, DimAt + (2 * axis), $"dim[{axis}] is {length}, expected at least 1");
            }
            if (axis > 3 && length != 1)
            {
                throw FormatError.Unsupported(
                    name,
                    DimAt + (2 * axis),
                    $"dim[{axis}] is {length}: slices and volumes are read, no series of volumes"
                );
            }
        }

        if (axes == 1)
        {
            throw FormatError.Unsupported(name, DimAt, "it has one axis, and is neither slice nor volume");
        }
        return (fields.Int16(DimAt + 2), fields.Int16(DimAt + 4), axes == 2 ? 1 : fields.Int16(DimAt + 6), axes > 2);
    }

    private static long DataOffset(NiftiFields fields, SourceName name)
    {
        var offset = fields.Single(VoxOffsetAt);

        // A float32 beyond 2^23 has no fraction, so every such value is an integer.
        if (!(offset >= SmallestOffset && offset < long.MaxValue / 2 && float.IsInteger(offset)))
        {
            throw FormatError.Corrupt(
                name,
                VoxOffsetAt,
                string.Create(CultureInfo.InvariantCulture, $"vox_offset is {offset}, expected an integer from {SmallestOffset} on")
            );
        }
        return (long)offset;
    }

    private static (double Slope, double Intercept) Scaling(NiftiFields fields, SourceName name)
    {
        var (slope, intercept) = (fields.Single(SlopeAt), fields.Single(InterceptAt));

        // As in nibabel: a slope that is 0 or not finite means no scaling, and the intercept is ignored.
        if (slope == 0 || !float.IsFinite(slope))
        {
            return (1, 0);
        }
        return float.IsFinite(intercept)
            ? (slope, intercept)
            : throw FormatError.Corrupt(
                name,
                InterceptAt,
                string.Create(CultureInfo.InvariantCulture, $"scl_slope is {slope}, and scl_inter is not a number")
            );
    }
}

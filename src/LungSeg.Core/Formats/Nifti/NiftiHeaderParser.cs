using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>Turns the 348 bytes of a NIfTI-1 header into a <see cref="NiftiHeader"/>; field names are those of nifti1.h.</summary>
internal static class NiftiHeaderParser
{
    private const int DimAt = 40;
    private const int DatatypeAt = 70;
    private const int BitpixAt = 72;
    private const int PixdimAt = 76;
    private const int VoxOffsetAt = 108;
    private const int SlopeAt = 112;
    private const int InterceptAt = 116;
    private const int UnitsAt = 123;
    private const int QformCodeAt = 252;
    private const int SformCodeAt = 254;
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
            SpacingMm = Spacing(fields),
            Notes =
                bitpix == dtype.ItemSize * 8 ? [] : [$"bitpix is {bitpix}, {dtype.ItemSize * 8} was taken as datatype {dtype.Name} has it"],
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

    /// <summary>Spacing, where qform_code or sform_code is set. Without units it is in mm, as in ITK and SPM.</summary>
    private static NiftiSpacing? Spacing(NiftiFields fields)
    {
        if (fields.Int16(QformCodeAt) <= 0 && fields.Int16(SformCodeAt) <= 0)
        {
            return null;
        }

        // nifti1.h, XYZT_TO_SPACE: 1 metre, 2 millimetre, 3 micron.
        var unit = (fields.Byte(UnitsAt) & 7) switch
        {
            0 or 2 => 1.0,
            1 => 1e3,
            3 => 1e-3,
            _ => double.NaN,
        };
        var spacing = new NiftiSpacing(
            fields.Single(PixdimAt + 4) * unit,
            fields.Single(PixdimAt + 8) * unit,
            fields.Single(PixdimAt + 12) * unit
        );
        return IsLength(spacing.Column) && IsLength(spacing.Row) ? spacing : null;
    }

    private static bool IsLength(double value) => double.IsFinite(value) && value > 0;
}

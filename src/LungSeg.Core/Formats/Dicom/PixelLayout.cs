using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Number and encoding of the pixels of a data set (PS3.3 C.7.6.3, PS3.5 8), checked against the bytes of the file.</summary>
internal sealed record PixelLayout
{
    /// <summary>Maximum bytes that one byte of a run-length code gives: a run of 128 takes 2 bytes.</summary>
    private const int MaxRunLengthGain = 64;

    /// <summary>Maximum bytes that one byte of lossless JPEG gives: a pixel takes a bit or more, and has 2 bytes.</summary>
    private const int MaxJpegGain = 16;

    private PixelFragments? _fragments;

    public required TransferSyntax Syntax { get; init; }

    public required PixelPlace Place { get; init; }

    public required int Rows { get; init; }

    public required int Columns { get; init; }

    public required int Frames { get; init; }

    public required int BitsAllocated { get; init; }

    public required int BitsStored { get; init; }

    public required int HighBit { get; init; }

    public required bool IsSigned { get; init; }

    /// <summary>The fragments that hold the frames; of encapsulated pixels only.</summary>
    public PixelFragments Fragments => _fragments ??= new PixelFragments(this);

    /// <summary>Pixels of one frame.</summary>
    public long FramePixels => (long)Rows * Columns;

    /// <summary>Bytes of one frame; not for pixels of 1 bit.</summary>
    public long FrameBytes => FramePixels * (BitsAllocated / 8);

    /// <summary>Reads the attributes that describe the pixels.</summary>
    /// <exception cref="DatasetFormatException">
    /// An attribute is missing, contradicts another or the file, or has an unsupported value.
    /// </exception>
    /// <param name="dicom">The data set.</param>
    /// <param name="ct">What is assumed of a CT image; null for objects whose values have no sign.</param>
    public static PixelLayout FromObject(DicomObject dicom, CtReading? ct = null)
    {
        var values = dicom.Values;
        if (dicom.Pixels is not { } place)
        {
            throw Missing(values, DicomTags.PixelData, "PixelData", dicom.SourceLength);
        }
        if (place.Tag != DicomTags.PixelData)
        {
            throw FormatError.Unsupported(values.GetName(place.Tag), place.Offset, "pixels of floating point are not read");
        }
        if (dicom.Syntax.Packing == PixelPacking.Unread)
        {
            throw FormatError.Unsupported(
                values.GetName(DicomTags.PixelData),
                place.Offset,
                $"the pixels are in {dicom.Syntax.Name}, which is not read; unpack them with {dicom.Syntax.GetUnpackWay(dicom.Name)}"
            );
        }
        var bits = Required(values, DicomTags.BitsAllocated, "BitsAllocated");
        var stored = values.UInt16(DicomTags.BitsStored) ?? bits;
        var layout = new PixelLayout
        {
            Syntax = dicom.Syntax,
            Place = place,
            Rows = Required(values, DicomTags.Rows, "Rows"),
            Columns = Required(values, DicomTags.Columns, "Columns"),
            Frames = values.Integer(DicomTags.NumberOfFrames) ?? 1,
            BitsAllocated = bits,
            BitsStored = stored,
            HighBit = values.UInt16(DicomTags.HighBit) ?? stored - 1,
            IsSigned = ct is not null && IsSignedCt(values, ct),
        };
        layout.CheckAttributes(values);
        layout.CheckLength(values, dicom.SourceLength);
        return layout;
    }

    /// <summary>HU depend on the sign, which nothing else in the file says.</summary>
    private static bool IsSignedCt(DicomValues values, CtReading reading) =>
        values.UInt16(DicomTags.PixelRepresentation) is { } representation
            ? representation == 1
            : reading.IsSigned
                ?? throw FormatError.Unsupported(
                    values.GetName(DicomTags.PixelRepresentation),
                    values.GetOffset(DicomTags.PixelRepresentation),
                    "PixelRepresentation is missing, so that stored values may be signed or not",
                    new RequestHint(RequestParameter.AssumeSigned, "yes|no")
                );

    private static int Required(DicomValues values, DicomTag tag, string name) =>
        values.UInt16(tag) ?? throw Missing(values, tag, name, values.GetOffset(tag));

    private static DatasetFormatException Missing(DicomValues values, DicomTag tag, string name, long? offset)
    {
        var what = values.Text(DicomTags.SopClassUid) is { } sopClass ? $"this {SopClass.GetName(sopClass)}" : "this data set";
        return FormatError.Corrupt(values.GetName(tag), offset, $"{name} is missing: {what} holds no pixels that can be read");
    }

    private void CheckAttributes(DicomValues values)
    {
        if (Rows == 0 || Columns == 0)
        {
            throw FormatError.Corrupt(
                values.GetName(DicomTags.Rows),
                values.GetOffset(DicomTags.Rows),
                $"an image of {Rows} x {Columns} pixels"
            );
        }
        if (Frames < 1)
        {
            throw FormatError.Corrupt(
                values.GetName(DicomTags.NumberOfFrames),
                values.GetOffset(DicomTags.NumberOfFrames),
                $"an image of {Frames} frames"
            );
        }
        if (values.UInt16(DicomTags.SamplesPerPixel) is { } samples and not 1)
        {
            throw FormatError.Unsupported(
                values.GetName(DicomTags.SamplesPerPixel),
                values.GetOffset(DicomTags.SamplesPerPixel),
                $"{samples} samples a pixel: colour is not read"
            );
        }
        if (values.Text(DicomTags.PhotometricInterpretation) is { } photometric and not ("MONOCHROME1" or "MONOCHROME2"))
        {
            throw FormatError.Unsupported(
                values.GetName(DicomTags.PhotometricInterpretation),
                values.GetOffset(DicomTags.PhotometricInterpretation),
                $"pixels of {PrintableText.Escape(photometric, 20)} are not grey values"
            );
        }
        if (BitsAllocated is not (1 or 8 or 16 or 32))
        {
            throw FormatError.Unsupported(
                values.GetName(DicomTags.BitsAllocated),
                values.GetOffset(DicomTags.BitsAllocated),
                $"pixels of {BitsAllocated} bits are not read; 8, 16 and 32 are"
            );
        }
        if (BitsStored < 1 || BitsStored > BitsAllocated || HighBit < BitsStored - 1 || HighBit >= BitsAllocated)
        {
            throw FormatError.Corrupt(
                values.GetName(DicomTags.BitsStored),
                values.GetOffset(DicomTags.BitsStored),
                $"{BitsStored} bits up to bit {HighBit} do not fit the {BitsAllocated} of a pixel"
            );
        }
    }

    private void CheckLength(DicomValues values, long sourceLength)
    {
        var name = values.GetName(DicomTags.PixelData);
        var needed = ((Math.BigMul(FramePixels, BitsAllocated) * Frames) + 7) / 8;
        if (Syntax.Packing != PixelPacking.Native)
        {
            CheckFragments(name, needed, sourceLength - Place.Offset);
            return;
        }

        if (Place.Length < 0)
        {
            throw FormatError.Corrupt(name, Place.Offset, $"the pixels are in fragments, but the transfer syntax is {Syntax.Name}");
        }
        if (needed > Place.Length)
        {
            throw FormatError.Corrupt(
                name,
                Place.Offset,
                $"{Frames} x {Rows} x {Columns} pixels of {BitsAllocated} bits need {needed} bytes, found {Place.Length}"
            );
        }
    }

    /// <summary>The fragments are read with the pixels; here the file must be long enough for the shortest code there is.</summary>
    private void CheckFragments(SourceName name, Int128 needed, long left)
    {
        if (Place.Length >= 0)
        {
            throw FormatError.Corrupt(name, Place.Offset, $"the pixels are in {Syntax.Name}, but not in fragments");
        }
        var gain = Syntax.Packing == PixelPacking.Rle ? MaxRunLengthGain : MaxJpegGain;
        if (needed > (Int128)left * gain)
        {
            throw FormatError.Truncated(
                name,
                Place.Offset,
                $"{Frames} x {Rows} x {Columns} pixels of {BitsAllocated} bits in {Syntax.Name}",
                (long)Int128.Min(long.MaxValue, needed / gain),
                left
            );
        }
        if (Syntax.Packing == PixelPacking.LosslessJpeg && BitsAllocated > 16)
        {
            throw FormatError.Unsupported(
                name,
                Place.Offset,
                $"pixels of {BitsAllocated} bits in {Syntax.Name} are not read; 8 and 16 are"
            );
        }
    }
}

/// <summary>Where the pixels of a data set lie.</summary>
/// <param name="Tag">Tag of the attribute, which gives integers or floating-point numbers.</param>
/// <param name="Offset">First byte of its value.</param>
/// <param name="Length">Bytes of its value; negative for fragments.</param>
/// <param name="Vr">Its VR; 0 where the file does not state it.</param>
internal readonly record struct PixelPlace(DicomTag Tag, long Offset, long Length, ushort Vr);

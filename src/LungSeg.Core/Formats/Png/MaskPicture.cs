using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Imaging;

namespace LungSeg.Core.Formats.Png;

/// <summary>
/// Reads a mask from a picture of two values, the lower of them 0, or from a palette's indices 0 and 1, as label tools write them.
/// </summary>
internal static class MaskPicture
{
    /// <summary>Fills <paramref name="mask"/> with 0 and 1.</summary>
    /// <exception cref="DatasetFormatException">A third value, or colour that no palette of two explains.</exception>
    public static void Read(PngPicture picture, Span<byte> mask, SourceName source)
    {
        if (!picture.Palette.IsEmpty && !picture.Samples8.ContainsAnyExceptInRange((byte)0, (byte)1))
        {
            RequireSameMeaning(picture, source);
            picture.Samples8.CopyTo(mask);
            return;
        }
        var grey = GreyContent.Read(picture, source);
        if (grey.BitDepth == 16)
        {
            BinaryMask.Read(grey.Values16, mask, picture.Width, source);
        }
        else
        {
            BinaryMask.Read<byte>(grey.Bytes, mask, picture.Width, source);
        }
    }

    /// <summary>Where colours are grey the picture must look as the indices say: 0 darker, and black where it stands alone.</summary>
    private static void RequireSameMeaning(PngPicture picture, SourceName source)
    {
        var greys = GreyContent.GetGreys(picture);
        var (hasZero, hasOne) = (picture.Samples8.Contains((byte)0), picture.Samples8.Contains((byte)1));
        if (hasOne && greys.Length < 2)
        {
            throw FormatError.Corrupt(source, "palette index 1 in a palette of one colour");
        }
        var (background, lesion) = (greys[0], hasOne ? greys[1] : null);
        var isOther =
            hasZero && hasOne ? background >= lesion
            : hasZero ? background > 0
            : lesion == 0;
        if (isOther)
        {
            var found =
                !hasOne ? $"index 0 is grey {background}"
                : hasZero ? $"index 0 is grey {background}, 1 is {lesion}"
                : $"index 1 is grey {lesion}";
            throw FormatError.Unsupported(source, $"a mask by palette index that looks otherwise: {found}; save it as grey, lesion 255");
        }
    }
}

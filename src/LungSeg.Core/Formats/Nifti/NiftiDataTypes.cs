using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>NIfTI's codes of element types (nifti1.h, DT_*).</summary>
internal static class NiftiDataTypes
{
    private static readonly (short Code, char Kind, int Size)[] Known =
    [
        (2, 'u', 1),
        (4, 'i', 2),
        (8, 'i', 4),
        (16, 'f', 4),
        (64, 'f', 8),
        (256, 'i', 1),
        (512, 'u', 2),
        (768, 'u', 4),
        (1024, 'i', 8),
        (1280, 'u', 8),
    ];

    /// <summary>The dtype of a code.</summary>
    /// <returns>False for unsupported types (bits, complex numbers, RGB, float128) and for unknown codes.</returns>
    public static bool TryFind(short code, ByteOrder order, out DType dtype)
    {
        var (found, kind, size) = Array.Find(Known, known => known.Code == code);
        dtype = new DType(kind, size, order).With(order);
        return found != 0;
    }

    /// <summary>The code of a dtype.</summary>
    /// <exception cref="ArgumentException">NIfTI has no code for the dtype.</exception>
    public static short GetCode(DType dtype) =>
        Array.Find(Known, known => known.Kind == dtype.Kind && known.Size == dtype.ItemSize) is { Code: not 0 } found
            ? found.Code
            : throw new ArgumentException($"NIfTI has no code for {dtype.Name}", nameof(dtype));

    /// <summary>Name of an unsupported code.</summary>
    public static string GetName(short code) =>
        code switch
        {
            1 => "1 (bits)",
            32 => "32 (complex64)",
            128 => "128 (RGB)",
            1536 => "1536 (float128)",
            1792 => "1792 (complex128)",
            2048 => "2048 (complex256)",
            2304 => "2304 (RGBA)",
            _ => code.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
}

using System.Text;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Hdf5;

/// <summary>What the elements of a data set are (IV.A.2.d of the specification).</summary>
/// <param name="DType">numpy's type of numbers and truth values; null where they are texts, or not read.</param>
/// <param name="IsText">Whether they are texts of any length.</param>
/// <param name="Size">Bytes of an element.</param>
internal sealed record Hdf5Type(DType? DType, bool IsText, long Size)
{
    private const int Integer = 0;
    private const int Float = 1;
    private const int Enumeration = 8;
    private const int VariableLength = 9;

    public static Hdf5Type Read(ref Hdf5Fields message)
    {
        var kind = message.ReadByte("type") & 0xF;
        var bits = (int)message.ReadNumber(3, "properties of the type");
        var size = message.ReadNumber(4, "size of an element");
        return kind switch
        {
            Integer when IsWhole(ref message, size) => new(Create((bits & 8) != 0 ? 'i' : 'u', size, bits), false, size),
            Float when IsWhole(ref message, size) && IsIeee(ref message, size) => new(Create('f', size, bits), false, size),
            Enumeration when size == 1 && IsTruth(ref message, bits & 0xFFFF) => new(new DType('b', 1, ByteOrder.None), false, size),
            VariableLength when (bits & 0xF) == 1 && size == Hdf5Texts.ReferenceBytes => new(null, true, size),
            _ => new(null, false, size),
        };
    }

    /// <summary>Whether all bits of an element are its number.</summary>
    private static bool IsWhole(ref Hdf5Fields message, long size) =>
        message.ReadNumber(2, "bit offset") == 0 && message.ReadNumber(2, "precision") == size * 8;

    private static bool IsIeee(ref Hdf5Fields message, long size)
    {
        message.Take(1, "place of the exponent");
        return (size, message.ReadByte("size of the exponent")) is (2, 5) or (4, 8) or (8, 11);
    }

    /// <summary>h5py's form of numpy's bool: the names FALSE and TRUE for 0 and 1.</summary>
    private static bool IsTruth(ref Hdf5Fields message, int members)
    {
        message.Take(12, "type of the enumeration");
        return members == 2
            && message.Left >= 13
            && message.Take(13, "names").SequenceEqual(Encoding.ASCII.GetBytes("FALSE\0TRUE\0\0\u0001"));
    }

    private static DType? Create(char kind, long size, int bits)
    {
        var order =
            size == 1 ? ByteOrder.None
            : (bits & 1) != 0 ? ByteOrder.Big
            : ByteOrder.Little;
        var dtype = new DType(kind, (int)Math.Min(size, int.MaxValue), order);
        return dtype.IsNumeric ? dtype : null;
    }
}

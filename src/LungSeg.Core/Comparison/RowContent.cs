using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Comparison;

/// <summary>
/// What is compared of a row. Hashes are equal where the values are, whatever their dtype, order in memory and file; they are null where
/// the row has no such array, or the column is not compared.
/// </summary>
/// <param name="HuOld">Hash of hu_array_old.</param>
/// <param name="Hu">Hash of hu_array.</param>
/// <param name="Lesion">Hash of the lesion's pixels.</param>
/// <param name="HasLesion">Whether the lesion has a pixel.</param>
/// <param name="Label">The class with its modifiers, the text of a label that is none, or null for a missing label.</param>
internal readonly record struct RowContent(UInt128? HuOld, UInt128? Hu, UInt128? Lesion, bool HasLesion, string? Label)
{
    /// <summary>A number that follows from the content alone, on every machine.</summary>
    public ulong Fingerprint
    {
        get
        {
            var hash = new XxHash64();
            Span<byte> part = stackalloc byte[sizeof(ulong) * 2];
            foreach (var value in (ReadOnlySpan<UInt128?>)[HuOld, Hu, Lesion])
            {
                BinaryPrimitives.WriteUInt128LittleEndian(part, value ?? 0);
                hash.Append(part);
            }
            hash.Append(Encoding.UTF8.GetBytes(Label ?? string.Empty));
            return hash.GetCurrentHashAsUInt64();
        }
    }

    /// <summary>Reads a row. Each of its arrays is read once.</summary>
    /// <exception cref="Bytes.DatasetFormatException">
    /// A cell holds something else than a slice or a label, or the file has changed since it was indexed.
    /// </exception>
    public static RowContent Read(DatasetRow row, ComparedColumns columns)
    {
        using var sample = row.Load();
        var huOld =
            columns.HasHuOld && SliceShape.FindPixels(row, row.HuOld) is { } old ? ContentKey.ComputeHash(sample, old) : (UInt128?)null;
        var hu =
            !columns.HasHu || SliceShape.FindPixels(row, row.Hu) is not { } area ? null
            : columns.HasHuOld && row.HuIsHuOld ? huOld
            : ContentKey.ComputeHash(sample, area);
        var (lesion, hasLesion) = columns.HasMask ? ReadLesion(sample) : (null, false);
        return new RowContent(huOld, hu, lesion, hasLesion, columns.HasLabel ? row.Label?.ToString() ?? row.LabelText : null);
    }

    private static (UInt128? Hash, bool HasPixels) ReadLesion(CtSample sample)
    {
        if (SliceShape.FindPixels(sample.Row, sample.Row.Mask) is not { } mask)
        {
            return (null, false);
        }
        Datasets.Lesion.RefuseHu(sample);
        var rented = ArrayPool<byte>.Shared.Rent((int)mask.Count);
        try
        {
            var pixels = rented.AsSpan(0, (int)mask.Count);
            Datasets.Lesion.Read(sample, mask, pixels);
            var hash = ContentKey.Start((int)mask.Shape[0], (int)mask.Shape[1]);
            hash.Append(pixels);
            return (hash.GetCurrentHashAsUInt128(), pixels.Contains((byte)1));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}

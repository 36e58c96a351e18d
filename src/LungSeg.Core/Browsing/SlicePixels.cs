using System.Buffers.Binary;
using System.Numerics;
using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Thresholding;

namespace LungSeg.Core.Browsing;

/// <summary>The pixels of rows as the page reads them: HU, and masks as bits.</summary>
/// <remarks>
/// Little endian: uint8 type of HU (0 none, 1 int16, 2 float32), uint8 number of mask planes, uint16 0, int32 height, int32 width, uint32
/// the layers that are there, one bit each. Then HU [row, col]: the difference d to the pixel before it, modulo 2^16 (of the bits of a
/// float, modulo 2^32), as 2d where it is 0 or more, else -2d - 1; the lowest bytes of all pixels first, then the next bytes: deflate
/// halves that. Then the planes of masks, one byte a pixel, bit n of plane p being layer 8p + n.
/// </remarks>
public static class SlicePixels
{
    private const int HeadBytes = 16;
    private static readonly ILungMasker[] Methods = [LungMaskers.Published, new RefinedMasker(), new HullMasker()];

    /// <summary>The bit of the lesion.</summary>
    public const int LesionBit = 0;

    /// <summary>The bit of what hu_array keeps.</summary>
    public const int KeptBit = 1;

    /// <summary>The bit of the first prediction.</summary>
    public const int PredictionBit = 2;

    /// <summary>The most predictions that can be shown.</summary>
    public const int MaxPredictions = 30;

    /// <summary>HU, lesion, kept area and predictions of a row.</summary>
    /// <param name="survey">The survey that the row belongs to.</param>
    /// <param name="position">Position of the row.</param>
    /// <exception cref="Bytes.DatasetFormatException">The row cannot be read.</exception>
    public static byte[] Pack(RowSurvey survey, int position)
    {
        ArgumentNullException.ThrowIfNull(survey);
        using var analysis = RowAnalysis.Open(survey.Rows[position], survey.Memory);
        var image = analysis.HuOld ?? analysis.Hu;
        if ((image ?? analysis.Mask) is not { } shown)
        {
            return Start(0, 0, 0, 0);
        }

        var (height, width) = ((int)shown.Shape[0], (int)shown.Shape[1]);
        var masks = new Planes(checked(height * width), PredictionBit + survey.Predictions.Count);
        if (analysis.Mask?.HasShapeOf(shown) == true)
        {
            masks.Add(LesionBit, analysis.Lesion);
        }
        if (analysis.HasBothHu)
        {
            masks.Add(KeptBit, analysis.Kept);
        }

        var predicted = new byte[height * width];
        for (var i = 0; i < survey.Predictions.Count; i++)
        {
            if (TryRead(survey.Predictions[i], position, shown, predicted))
            {
                masks.Add(PredictionBit + i, predicted);
            }
        }

        var (type, hu) = image is null ? (0, []) : PackHu(analysis.Read(image));
        return [.. Start(type, height, width, masks.Present, masks.Count), .. hu, .. masks.Bytes];
    }

    /// <summary>
    /// What the methods published, refined and hull (bits 0, 1, 2) keep of a row; a method that gives no mask is left out.
    /// </summary>
    /// <param name="survey">The survey that the row belongs to.</param>
    /// <param name="position">Position of the row.</param>
    /// <exception cref="Bytes.DatasetFormatException">The row cannot be read.</exception>
    public static byte[] PackAreas(RowSurvey survey, int position)
    {
        ArgumentNullException.ThrowIfNull(survey);
        using var analysis = RowAnalysis.Open(survey.Rows[position], survey.Memory);
        if (analysis.HuOld is not { } old || old.Shape[0] < 2 || old.Shape[1] < 2)
        {
            return Start(0, 0, 0, 0);
        }

        var masks = new Planes((int)old.Count, Methods.Length);
        for (var i = 0; i < Methods.Length; i++)
        {
            var mask = analysis.MaskMemory;
            if (ThresholdOutcomes.HasMask(analysis.MakeMask(Methods[i], mask)))
            {
                masks.Add(i, mask);
            }
        }

        return [.. Start(0, (int)old.Shape[0], (int)old.Shape[1], masks.Present, masks.Count), .. masks.Bytes];
    }

    private static byte[] Start(int type, int height, int width, uint layers, int planes = 0)
    {
        var head = new byte[HeadBytes];
        (head[0], head[1]) = ((byte)type, (byte)planes);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), height);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8), width);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(12), layers);
        return head;
    }

    /// <summary>A prediction of another size is no layer; the survey says what is wrong with it.</summary>
    private static bool TryRead(PredictionSet set, int position, ArrayInfo shown, Span<byte> mask)
    {
        if (set.Rows[position]?.FoundMask is null)
        {
            return false;
        }
        try
        {
            set.Read(position, shown.Shape, mask, []);
            return true;
        }
        catch (Bytes.DatasetFormatException)
        {
            return false;
        }
    }

    private static (int Type, byte[] Bytes) PackHu(ReadOnlySpan<double> hu)
    {
        var values = new short[hu.Length];
        for (var i = 0; i < hu.Length; i++)
        {
            if (!ElementConversion.TryToInt16(hu[i], out values[i]))
            {
                return (2, PackDifferences<int>([.. hu.ToArray().Select(value => BitConverter.SingleToInt32Bits((float)value))]));
            }
        }

        return (1, PackDifferences<short>(values));
    }

    private static byte[] PackDifferences<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        var size = T.Zero.GetByteCount();
        var bytes = new byte[size * values.Length];
        var before = T.Zero;
        for (var i = 0; i < values.Length; i++)
        {
            var step = values[i] - before;
            var difference = (step << 1) ^ (step >> ((8 * size) - 1));
            for (var part = 0; part < size; part++)
            {
                bytes[(part * values.Length) + i] = byte.CreateTruncating(difference >> (8 * part));
            }

            before = values[i];
        }

        return bytes;
    }

    /// <summary>Masks as bits.</summary>
    private sealed class Planes(int pixels, int layers)
    {
        public byte[] Bytes { get; } = new byte[checked(pixels * ((layers + 7) / 8))];

        public int Count => (layers + 7) / 8;

        public uint Present { get; private set; }

        public void Add(int layer, ReadOnlySpan<byte> mask)
        {
            var plane = Bytes.AsSpan(layer / 8 * pixels, pixels);
            var bit = (byte)(1 << (layer % 8));
            for (var i = 0; i < mask.Length; i++)
            {
                plane[i] |= mask[i] != 0 ? bit : (byte)0;
            }
            Present |= 1u << layer;
        }
    }
}

using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.MetaImage;

/// <summary>The header of a MetaImage file: type and size of its voxels, and where they are.</summary>
internal sealed record MetaHeader
{
    /// <summary>Type of the voxels in the file, with the file's byte order.</summary>
    public required DType DType { get; init; }

    /// <summary>Size of a slice.</summary>
    public required SliceSize Size { get; init; }

    /// <summary>Number of slices; 1 for a file of two axes.</summary>
    public required int Slices { get; init; }

    /// <summary>Whether the voxels are packed by zlib.</summary>
    public required bool IsCompressed { get; init; }

    /// <summary>File of the voxels, relative to that of the header; null where they follow the header.</summary>
    public required string? DataFile { get; init; }

    /// <summary>First byte of the voxels in their file; null where they are its last bytes.</summary>
    public required long? DataOffset { get; init; }

    /// <summary>Spacing in mm; null where the file does not say.</summary>
    public PixelSpacing? SpacingMm { get; init; }

    /// <summary>Where the voxels lie; null where the file does not say.</summary>
    public VoxelGrid? Grid { get; init; }

    /// <summary>Bytes of the voxels of one slice.</summary>
    public long SliceBytes => (long)Size.Height * Size.Width * DType.ItemSize;

    /// <summary>Bytes of all voxels, which fit 64 bits.</summary>
    public long DataBytes => SliceBytes * Slices;

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="DatasetFormatException">A field is damaged, or has an unsupported value.</exception>
    public static MetaHeader Read(IByteSource source)
    {
        var fields = MetaFields.Read(source);
        RefuseUnsupported(fields);
        var axes = fields.Integers(fields.Get("NDims"), 1)[0];
        if (axes is not (2 or 3 or 4))
        {
            throw FormatError.Unsupported(source.Name, fields.Get("NDims").Offset, $"NDims is {axes}: slices and volumes are read");
        }
        var dtype = GetDType(fields);
        var (size, slices) = GetLengths(fields, (int)axes, dtype);
        var (spacing, grid) = MetaSpace.Read(fields, (int)axes, size, slices);
        var (file, offset) = GetPlace(fields);
        return new MetaHeader
        {
            DType = dtype,
            Size = size,
            Slices = slices,
            IsCompressed = fields.Flag("CompressedData"),
            DataFile = file,
            DataOffset = offset,
            SpacingMm = spacing,
            Grid = grid,
        };
    }

    private static void RefuseUnsupported(MetaFields fields)
    {
        if (fields.Find("ObjectType") is { } type && !type.Text.Equals("Image", StringComparison.OrdinalIgnoreCase))
        {
            throw FormatError.Unsupported(fields.Source, type.Offset, $"ObjectType is {type.Shown}; images are read");
        }
        if (fields.Find("BinaryData") is { } binary && !fields.Flag("BinaryData"))
        {
            throw FormatError.Unsupported(fields.Source, binary.Offset, "BinaryData is False: voxels written as text are not read");
        }
        if (fields.Find("ElementNumberOfChannels") is { } channels && fields.Integers(channels, 1)[0] != 1)
        {
            throw FormatError.Unsupported(
                fields.Source,
                channels.Offset,
                $"ElementNumberOfChannels is {channels.Shown}: voxels of one number are read"
            );
        }
        foreach (var (name, neutral) in (ReadOnlySpan<(string, double)>)[("Slope", 1), ("Offset", 0)])
        {
            var full = $"ElementToIntensityFunction{name}";
            if (fields.Numbers(1, full) is [var value] && value != neutral)
            {
                throw FormatError.Unsupported(
                    fields.Source,
                    fields.Get(full).Offset,
                    $"{full} is {fields.Get(full).Shown}: readers disagree whether it is applied, and only {neutral} is read"
                );
            }
        }
    }

    private static DType GetDType(MetaFields fields)
    {
        var field = fields.Get("ElementType");
        var order = fields.Flag("BinaryDataByteOrderMSB", "ElementByteOrderMSB") ? ByteOrder.Big : ByteOrder.Little;

        // metaTypes.h, MET_ValueTypeSize: a long has 4 bytes on every machine.
        var (kind, size) = field.Text.ToUpperInvariant() switch
        {
            "MET_CHAR" => ('i', 1),
            "MET_UCHAR" => ('u', 1),
            "MET_SHORT" => ('i', 2),
            "MET_USHORT" => ('u', 2),
            "MET_INT" or "MET_LONG" => ('i', 4),
            "MET_UINT" or "MET_ULONG" => ('u', 4),
            "MET_LONG_LONG" => ('i', 8),
            "MET_ULONG_LONG" => ('u', 8),
            "MET_FLOAT" => ('f', 4),
            "MET_DOUBLE" => ('f', 8),
            _ => throw FormatError.Unsupported(
                fields.Source,
                field.Offset,
                $"ElementType is {field.Shown}; MET_CHAR to MET_ULONG_LONG, MET_FLOAT and MET_DOUBLE are read"
            ),
        };
        return new DType(kind, size, order).With(order);
    }

    private static (SliceSize Size, int Slices) GetLengths(MetaFields fields, int axes, DType dtype)
    {
        var field = fields.Get("DimSize");
        var lengths = fields.Integers(field, axes);
        if (Array.Find(lengths, length => length < 1) is var wrong && Array.Exists(lengths, length => length < 1))
        {
            throw FormatError.Corrupt(fields.Source, field.Offset, $"DimSize holds {wrong}, expected at least 1");
        }
        if (axes == 4 && lengths[3] != 1)
        {
            throw FormatError.Unsupported(
                fields.Source,
                field.Offset,
                $"DimSize has {lengths[3]} volumes: slices and volumes are read, no series of volumes"
            );
        }
        var elements = ArrayInfo.CountElements(lengths);
        if (Array.Exists(lengths, length => length > int.MaxValue) || elements > long.MaxValue / dtype.ItemSize)
        {
            throw FormatError.Corrupt(fields.Source, field.Offset, $"DimSize is {field.Shown}, more voxels than a file can hold");
        }
        return (new SliceSize((int)lengths[1], (int)lengths[0]), axes == 2 ? 1 : (int)lengths[2]);
    }

    private static (string? File, long? Offset) GetPlace(MetaFields fields)
    {
        var header = fields.Find("HeaderSize");
        var skipped = header is null ? 0 : fields.Integers(header, 1)[0];
        if (skipped < -1)
        {
            throw FormatError.Mismatch(fields.Source, header!.Offset, "HeaderSize", $"{skipped}", "-1, 0 or a number of bytes");
        }
        if (skipped == -1 && fields.Flag("CompressedData"))
        {
            throw FormatError.Unsupported(fields.Source, header!.Offset, "HeaderSize is -1, and of packed voxels only the start is known");
        }
        long? offset = skipped == -1 ? null : skipped;
        var data = fields.Get(MetaFields.DataFile);
        if (data.Text.Equals("LOCAL", StringComparison.OrdinalIgnoreCase))
        {
            return (null, offset == 0 ? fields.End : offset);
        }
        if (
            data.Text.Equals("LIST", StringComparison.OrdinalIgnoreCase)
            || data.Text.StartsWith("LIST ", StringComparison.OrdinalIgnoreCase)
        )
        {
            throw FormatError.Unsupported(
                fields.Source,
                data.Offset,
                "ElementDataFile is LIST, a file a slice, which is not read; save it anew as one .mha"
            );
        }
        if (data.Text.Contains('%', StringComparison.Ordinal))
        {
            throw FormatError.Unsupported(
                fields.Source,
                data.Offset,
                $"ElementDataFile is the pattern {data.Shown}, a file a slice, which is not read; save it anew as one .mha"
            );
        }
        return RelativePath.StaysInside(data.Text)
            ? (data.Text, offset)
            : throw FormatError.Unsafe(
                fields.Source,
                data.Offset,
                $"ElementDataFile is '{data.Shown}', expected a file in the header's own folder"
            );
    }
}

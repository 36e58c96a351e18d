using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>What the pixels of a segmentation say.</summary>
internal enum SegmentationKind
{
    /// <summary>One bit: in the segment of the frame, or not.</summary>
    Binary,

    /// <summary>The share or the probability of the frame's segment.</summary>
    Fractional,

    /// <summary>The number of the pixel's segment.</summary>
    LabelMap,
}

/// <summary>A segmentation: its segments, its frames, and what their pixels say (PS3.3 A.51 and A.90).</summary>
internal sealed class Segmentation
{
    private const int IndexBytes = 1 << 10;

    public required DicomFile File { get; init; }

    public required PixelLayout Layout { get; init; }

    public required SegmentationKind Kind { get; init; }

    public required IReadOnlyList<Segment> Segments { get; init; }

    /// <summary>Stored value from which a pixel is in its segment.</summary>
    public int Threshold { get; init; } = 1;

    /// <summary>Stored value that stands for no segment, beside 0; null without one.</summary>
    public int? Padding { get; init; }

    /// <summary>Images that the whole object was made from.</summary>
    public required IReadOnlySet<ImageReference> References { get; init; }

    public string? FrameOfReferenceUid { get; init; }

    public IReadOnlyList<SegmentFrame> Frames { get; private set; } = [];

    /// <summary>Whether no two frames are of one segment.</summary>
    public bool HasFramePerSegment => Frames.DistinctBy(frame => frame.Segment).Count() == Frames.Count;

    /// <summary>Reads a segmentation.</summary>
    /// <exception cref="DatasetFormatException">The segmentation is damaged, or of a kind that is not read.</exception>
    public static Segmentation FromObject(DicomObject dicom, DicomFile file)
    {
        var values = dicom.Values;
        var kind = GetKind(dicom);
        var layout = PixelLayout.FromObject(dicom);
        CheckBits(dicom, layout, kind);
        new AllocationBudget(dicom.Name, file.Limits, dicom.SourceLength).Charge(
            (long)layout.Frames * IndexBytes,
            values.GetOffset(DicomTags.NumberOfFrames)
        );
        Segment[] segments = [.. dicom.Segments.Select(Segment.From)];
        var segmentation = new Segmentation
        {
            File = file,
            Layout = layout,
            Kind = kind,
            Segments = segments.Length > 0 ? segments : [new Segment(1, null, null, null)],
            Threshold = kind == SegmentationKind.Fractional ? GetThreshold(values, file.Reading.Masks.SegmentThreshold) : 1,
            Padding = values.UInt16(DicomTags.PixelPaddingValue),
            References = dicom.References,
            FrameOfReferenceUid = values.Text(DicomTags.FrameOfReferenceUid),
        };
        segmentation.Frames = [.. Enumerable.Range(0, layout.Frames).Select(frame => segmentation.CreateFrame(dicom, frame))];
        return segmentation;
    }

    /// <summary>Reads the pixels of a frame as values of classes, [row, col].</summary>
    /// <exception cref="DatasetFormatException">The file has changed since it was indexed, or a pixel is of no segment.</exception>
    public void Read(SegmentFrame frame, SegmentClasses classes, IByteSource input, Span<byte> mask)
    {
        var values = Segments
            .Where(segment => Kind == SegmentationKind.LabelMap || segment.Number == frame.Segment)
            .DistinctBy(segment => segment.Number)
            .ToDictionary(segment => segment.Number, classes.GetValue);
        if (Layout.BitsAllocated == 1)
        {
            ReadBits(frame, input, mask, values[frame.Segment]);
            return;
        }

        var stored = new byte[Layout.FrameBytes];
        File.Read(input, Layout.Syntax, data => PixelFrames.Read(data, Layout, frame.Index, stored));
        for (var i = 0; i < mask.Length; i++)
        {
            var value = Layout.BitsAllocated == 8 ? stored[i] : stored[2 * i] | (stored[(2 * i) + 1] << 8);
            mask[i] =
                Kind == SegmentationKind.Fractional ? (value >= Threshold ? values[frame.Segment] : (byte)0)
                : value == 0 || value == Padding ? (byte)0
                : values.TryGetValue(value, out var known) ? known
                : throw FormatError.Corrupt(
                    new SourceName(File.Path, DicomTags.PixelData.ToString(), DicomFile.Format),
                    string.Create(CultureInfo.InvariantCulture, $"pixel {i} of frame {frame.Index + 1} is {value}, which is no segment")
                );
        }
    }

    private SegmentFrame CreateFrame(DicomObject dicom, int frame)
    {
        var values = dicom.GetFrameValues(frame, DicomTags.ReferencedSegmentNumber);
        var segment = values.UInt16(DicomTags.ReferencedSegmentNumber) ?? Segments[0].Number;
        if (Kind != SegmentationKind.LabelMap && Segments.All(known => known.Number != segment))
        {
            throw FormatError.Corrupt(
                values.GetName(DicomTags.ReferencedSegmentNumber),
                values.GetOffset(DicomTags.ReferencedSegmentNumber),
                $"frame {frame + 1} is of segment {segment}, which the file does not describe"
            );
        }
        return new SegmentFrame
        {
            Of = this,
            Index = frame,
            Segment = segment,
            Sources = dicom.GetSources(frame),
            Plane = FramePlane.FromFrame(dicom, frame),
            Label = SliceLabel.Parse(dicom.GetFrameValues(frame, DicomTags.FrameComments).Text(DicomTags.FrameComments)),
        };
    }

    /// <summary>Bits are the lowest first, without gaps between frames (PS3.5 8.1.1).</summary>
    private void ReadBits(SegmentFrame frame, IByteSource input, Span<byte> mask, byte value)
    {
        var firstBit = frame.Index * Layout.FramePixels;
        var shift = (int)(firstBit % 8);
        var bits = new byte[(shift + mask.Length + 7) / 8];
        File.Read(input, Layout.Syntax, data => data.ReadExactly(Layout.Place.Offset + (firstBit / 8), bits, "the pixels"));
        for (var i = 0; i < mask.Length; i++)
        {
            mask[i] = ((bits[(shift + i) / 8] >> ((shift + i) % 8)) & 1) != 0 ? value : (byte)0;
        }
    }

    private static SegmentationKind GetKind(DicomObject dicom)
    {
        var values = dicom.Values;
        return dicom.SopClass == SopClass.LabelMap
            ? SegmentationKind.LabelMap
            : values.Text(DicomTags.SegmentationType) switch
            {
                null or "BINARY" => SegmentationKind.Binary,
                "FRACTIONAL" => SegmentationKind.Fractional,
                "LABELMAP" => SegmentationKind.LabelMap,
                var type => throw FormatError.Unsupported(
                    values.GetName(DicomTags.SegmentationType),
                    values.GetOffset(DicomTags.SegmentationType),
                    $"a segmentation of type {PrintableText.Escape(type, 20)} is not read; BINARY, FRACTIONAL and LABELMAP are"
                ),
            };
    }

    private static int GetThreshold(DicomValues values, double share) =>
        Math.Max(1, (int)Math.Ceiling(share * (values.UInt16(DicomTags.MaximumFractionalValue) ?? byte.MaxValue)));

    private static void CheckBits(DicomObject dicom, PixelLayout layout, SegmentationKind kind)
    {
        var values = dicom.Values;
        if (layout.BitsAllocated is var bits && !(kind == SegmentationKind.Binary ? bits == 1 : bits is 8 or 16))
        {
            throw FormatError.Mismatch(
                values.GetName(DicomTags.BitsAllocated),
                values.GetOffset(DicomTags.BitsAllocated),
                $"bits of a pixel of a {kind.ToString().ToLowerInvariant()} segmentation",
                layout.BitsAllocated.ToString(CultureInfo.InvariantCulture),
                kind == SegmentationKind.Binary ? "1" : "8 or 16"
            );
        }
        if (layout.BitsAllocated == 1 && (layout.Syntax.Packing != PixelPacking.Native || layout.Syntax.Encoding.IsBigEndian))
        {
            throw FormatError.Unsupported(
                dicom.Name,
                layout.Place.Offset,
                $"bits in {layout.Syntax.Name} are not read; convert them with {layout.Syntax.GetUnpackWay(dicom.Name)}"
            );
        }
        if (layout.FrameBytes > Array.MaxLength)
        {
            throw FormatError.TooLarge(dicom.Name, layout.Place.Offset, "one frame, in bytes,", layout.FrameBytes, Array.MaxLength);
        }
    }
}

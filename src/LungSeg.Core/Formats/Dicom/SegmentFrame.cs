using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>
/// One frame of a binary segmentation: the mask of one segment on one slice. Pixels are bits, the lowest first, without gaps between frames
/// (PS3.5 8.1.1).
/// </summary>
internal sealed record SegmentFrame
{
    private const int IndexBytes = 1 << 10;

    public required DicomFile File { get; init; }

    public required PixelLayout Layout { get; init; }

    /// <summary>Index of the frame in the file.</summary>
    public required int Frame { get; init; }

    /// <summary>SOP Instance UID of the image that it was drawn on; null where the file does not state it.</summary>
    public string? SourceSopUid { get; init; }

    public string? FrameOfReferenceUid { get; init; }

    public required SliceGeometry Geometry { get; init; }

    /// <summary>Label in the frame's comment; null without one.</summary>
    public string? Label { get; init; }

    /// <summary>Frames of a segmentation.</summary>
    /// <exception cref="DatasetFormatException">The segmentation is not binary, or it is damaged.</exception>
    public static IEnumerable<SegmentFrame> FromObject(DicomObject dicom, DicomFile file)
    {
        var values = dicom.Values;
        if (values.Text(DicomTags.SegmentationType) is { } type and not "BINARY")
        {
            throw FormatError.Unsupported(
                values.GetName(DicomTags.SegmentationType),
                values.GetOffset(DicomTags.SegmentationType),
                $"a segmentation of type {PrintableText.Escape(type, 20)} is not read; BINARY is"
            );
        }
        var layout = PixelLayout.FromObject(dicom);
        if (layout.BitsAllocated != 1)
        {
            throw FormatError.Mismatch(
                values.GetName(DicomTags.BitsAllocated),
                values.GetOffset(DicomTags.BitsAllocated),
                "bits of a pixel of a binary segmentation",
                layout.BitsAllocated.ToString(CultureInfo.InvariantCulture),
                "1"
            );
        }
        if (layout.Syntax.Packing != PixelPacking.Native || layout.Syntax.Encoding.IsBigEndian)
        {
            throw FormatError.Unsupported(
                dicom.Name,
                layout.Place.Offset,
                $"bits in {layout.Syntax.Name} are not read; convert them with '{layout.Syntax.UnpackCommand}'"
            );
        }
        new AllocationBudget(dicom.Name, file.Limits, dicom.SourceLength).Charge(
            (long)layout.Frames * IndexBytes,
            values.GetOffset(DicomTags.NumberOfFrames)
        );
        var only = dicom.ReferencedSops.Count == 1 ? dicom.ReferencedSops.First() : null;
        for (var frame = 0; frame < layout.Frames; frame++)
        {
            yield return new SegmentFrame
            {
                File = file,
                Layout = layout,
                Frame = frame,
                SourceSopUid =
                    dicom.GetFrameValues(frame, DicomTags.ReferencedSopInstanceUid).Text(DicomTags.ReferencedSopInstanceUid) ?? only,
                FrameOfReferenceUid = values.Text(DicomTags.FrameOfReferenceUid),
                Geometry = SliceGeometry.FromFrame(dicom, frame),
                Label = SliceLabel.Parse(dicom.GetFrameValues(frame, DicomTags.FrameComments).Text(DicomTags.FrameComments)),
            };
        }
    }

    /// <summary>Sets the pixels of the segment to 1 in a mask [row, col].</summary>
    /// <exception cref="DatasetFormatException">The file has changed since it was indexed.</exception>
    public void AddTo(Span<byte> mask, IByteSource input)
    {
        var firstBit = Frame * Layout.FramePixels;
        var shift = (int)(firstBit % 8);
        var bits = new byte[(shift + mask.Length + 7) / 8];
        File.Read(input, Layout.Syntax, data => data.ReadExactly(Layout.Place.Offset + (firstBit / 8), bits, "the pixels"));
        for (var i = 0; i < mask.Length; i++)
        {
            mask[i] |= (byte)((bits[(shift + i) / 8] >> ((shift + i) % 8)) & 1);
        }
    }
}

using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Pictures;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Formats.Dicom;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Dicom;

/// <summary>
/// Masks as binary DICOM segmentations: <c>[PART/]masks/NAME.dcm</c>, one a series where the input says where slices lie, else one a row,
/// and <c>labels.csv</c>. They refer to the images that <see cref="DicomExport"/> writes of the same rows.
/// </summary>
internal sealed class DicomSegExport : IVerifiedExport
{
    public string Name => "dicom-seg";

    public string Summary =>
        "DICOM Segmentation, binary, of the images that --to dicom writes: masks/NAME.dcm, one a series where the place is known, "
        + "else one a row";

    public ExportTraits Traits { get; } = new() { Uses = ExportOptions.OfSlices, FillsMissingMasks = false };

    public void Write(ExportRun run)
    {
        if (run.Rows.All(row => row.Row.Mask is null))
            throw FormatError.Unsupported(
                new SourceName(run.Dataset.Inputs[0].Path, null, run.Dataset.Inputs[0].Format),
                "no row has a mask, so there is no segmentation to write",
                new RequestHint(RequestParameter.MaskFolder)
            );
        var names = new DicomNames(run);
        foreach (var row in run.Rows.Where(row => row.Row.Mask is null))
            run.Manifest.SetRow(row);
        if (run.Merged is null) // The shards have counted theirs.
            run.Manifest.Count("rows_without_mask", run.Rows.Count(row => row.IsOwn && row.Row.Mask is null));
        var (several, alone) = Groups(run);
        foreach (var rows in several)
            WriteGroup(run, names, rows);
        run.ForEach(alone, slice => WriteOne(run, names, slice));
        RowTable.Save(run, run.PathOf(RowTable.FileName), run.Rows);
    }

    public void Verify(ExportRun run)
    {
        var names = new DicomNames(run);
        var (several, alone) = Groups(run);
        foreach (var rows in several.Concat(alone.Select(row => new[] { row })))
        {
            using var back = ReadBack.Open(run, run.PathOf(NameOf(rows[0])), rows.Length);
            var bySop = back.Rows.ToLookup(row => row.TextOf(DatasetColumns.SopUid));
            run.ForEach(
                rows,
                slice =>
                {
                    var image = names.Of(slice);
                    var row = bySop[image.SopUid].FirstOrDefault();
                    ReadBack.Same(run, slice.Row, "image that the mask refers to", row?.TextOf(DatasetColumns.SopUid), image.SopUid);
                    using var found = row!.Load();
                    ReadBack.Same(run, slice.Row, DatasetColumns.Label, found.Row.LabelText, SliceLabel.Of(image.Comment));
                    ReadBack.Same(run, slice.Row, "mask", found.ReadBytes(found.Row.Mask!), slice.Mask);
                }
            );
        }
    }

    /// <summary>The rows that have a mask: those that share an object, and those that have one each.</summary>
    private static (List<ExportRow[]> Several, List<ExportRow> Alone) Groups(ExportRun run)
    {
        var groups = run.Rows.Where(row => row.Row.Mask is not null).GroupBy(row => KeyOf(run, row)).ToArray();
        return (
            [.. groups.Where(group => group.Key is not null).Select(group => group.ToArray())],
            [.. groups.Where(group => group.Key is null).SelectMany(group => group)]
        );
    }

    /// <summary>What slices of one segmentation share; null for a slice whose place is not known.</summary>
    private static object? KeyOf(ExportRun run, ExportRow row)
    {
        if (DicomNames.PlaneOf(row.Row) is not { ThicknessMm: { } thickness } plane)
            return null;
        return (
            PartNames.Of(row),
            row.Row.TextOf(DatasetColumns.SeriesUid),
            row.Row.TextOf(DatasetColumns.StudyUid),
            row.Row.TextOf(DatasetColumns.PatientId),
            (plane.FrameUid, string.Join('\\', plane.Orientation), plane.RowSpacingMm, plane.ColumnSpacingMm, thickness),
            run.Slices.SizeOf(row.Row),
            run.Slices.Geometry.ScaleOf(run.Slices.ImageOf(row.Row).Shape)
        );
    }

    private static string NameOf(ExportRow row) => PicturePair.From(row, ".dcm").Mask;

    /// <summary>
    /// Writes one object of several slices: masks come first in a file of their own, since the head has to know them all.
    /// </summary>
    private static void WriteGroup(ExportRun run, DicomNames names, ExportRow[] rows)
    {
        var name = NameOf(rows[0]);
        var size = run.Slices.SizeOf(rows[0].Row);
        var bytes = ((long)rows.Length * size.Height * size.Width / 8) + 1;
        if (bytes > DicomWriter.MostPixelBytes)
            throw FormatError.TooLarge(
                rows[0].Row.Input.Source.Name,
                $"the segmentation of the {rows.Length} rows from {rows[0].Name} on, in bytes,",
                bytes,
                DicomWriter.MostPixelBytes
            );
        if (run.Kept is not null)
        {
            run.ForEach(rows, slice => Encode(run, names, slice, name), (_, _) => { }, SegmentationPiece.Codec);
            return;
        }

        var images = new List<DicomImage>(rows.Length);
        using var masks = new FileStream(
            run.PathOf(name + ".masks"),
            FileMode.Create,
            FileAccess.ReadWrite,
            FileShare.None,
            1 << 16,
            FileOptions.DeleteOnClose
        );
        using var bits = new FrameBits(masks);
        run.ForEach(
            rows,
            slice => Encode(run, names, slice, name),
            (_, piece) =>
            {
                images.Add(piece.Image);
                bits.Add(piece.Mask());
            },
            SegmentationPiece.Codec
        );
        WriteObject(run, run.PathOf(name), images, bits.Finish(), masks);
    }

    private static SegmentationPiece Encode(ExportRun run, DicomNames names, ExportSlice slice, string name)
    {
        var image = names.Of(slice);
        Record(run, slice.Row, image, name);
        return SegmentationPiece.Of(image, slice.Mask);
    }

    private static void WriteOne(ExportRun run, DicomNames names, ExportSlice slice)
    {
        var (name, image) = (NameOf(slice.Row), names.Of(slice));
        using var masks = new MemoryStream();
        using var bits = new FrameBits(masks);
        bits.Add(slice.Mask);
        WriteObject(run, run.RowPathOf(name), [image], bits.Finish(), masks);
        Record(run, slice.Row, image, name);
    }

    private static void WriteObject(ExportRun run, string path, List<DicomImage> images, string digest, Stream masks)
    {
        masks.Position = 0;
        using (var file = File.Create(path))
            DicomWriter.Write(file, SegmentationObject.Of(images, digest), ElementVr.OB, masks);
        run.Manifest.Count("segmentations", 1);
    }

    private static void Record(ExportRun run, ExportRow row, DicomImage image, string name)
    {
        run.Manifest.SetRow(row, name);
        run.Manifest.Count("labels_left_out", image.Comment is null && row.Row.LabelText is not null ? 1 : 0);
    }
}

using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Pictures;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Formats.Dicom;
using LungSeg.Core.Formats.Dicom.Writing;
using LungSeg.Core.Model;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Dicom;

/// <summary>
/// Masks as binary DICOM segmentations: <c>[PART/]masks/NAME.dcm</c>, one a series where the input says where slices lie, else one a row,
/// and <c>labels.csv</c>. The segmentations refer to the images that <see cref="DicomExport"/> writes of the same rows.
/// </summary>
/// <remarks>A row of a series gives its mask to the series' object; any other row has a file of its own, and gives null.</remarks>
internal sealed class DicomSegExport : SliceExport<SegmentationPiece?>
{
    private readonly DicomNames _names;

    /// <summary>The rows of each object that holds several rows. The first row gives the object its name.</summary>
    private readonly ExportRow[][] _series;

    /// <summary>The rows that have an object each.</summary>
    private readonly ExportRow[] _alone;

    /// <summary>The rows of the series that a row belongs to, by the row's position.</summary>
    private readonly Dictionary<int, ExportRow[]> _seriesOf = [];

    private readonly List<DicomImage> _images = [];

    /// <summary>Masks are first collected in a temporary file, since the header of an object depends on all of them.</summary>
    private FileStream? _masks;

    private FrameBits? _bits;

    /// <exception cref="DatasetFormatException">No row has a mask, or a series is too large for an object.</exception>
    public DicomSegExport(ExportRun run)
        : base(run)
    {
        var masked = run.Rows.Where(row => row.Row.Mask is not null).ToArray();
        if (masked.Length == 0)
        {
            throw FormatError.Unsupported(
                new SourceName(run.Dataset.Inputs[0].Path, null, run.Dataset.Inputs[0].Format),
                "no row has a mask, so no segmentation can be written",
                new RequestHint(RequestParameter.MaskFolder)
            );
        }

        _names = new DicomNames(run);
        var groups = masked.GroupBy(GetKey).ToArray();
        _series = [.. groups.Where(group => group.Key is not null).Select(group => group.ToArray())];
        _alone = [.. groups.Where(group => group.Key is null).SelectMany(group => group)];
        Order = [.. _series.SelectMany(rows => rows), .. _alone];
        foreach (var rows in _series)
        {
            CheckLength(rows);
            foreach (var row in rows)
            {
                _seriesOf.Add(row.Position, rows);
            }
        }
    }

    public static ExportFormat Format { get; } =
        new()
        {
            Name = "dicom-seg",
            Summary =
                "DICOM Segmentation, binary, of the images that --to dicom writes: masks/NAME.dcm, one a series where the place is known, "
                + "else one a row",
            RowsDependOnOthers = true,
            Start = run => new DicomSegExport(run),
            Uses = ExportOptions.Slices,
            FillsMissingMasks = false,
        };

    public override IReadOnlyList<ExportRow> Order { get; }

    public override PieceCodec<SegmentationPiece?> Codec => SegmentationPiece.Codec;

    public override void Add(ExportRow row, SegmentationPiece? piece)
    {
        if (piece is null)
        {
            return;
        }

        var series = _seriesOf[row.Position];
        if (row == series[0])
        {
            Begin();
        }

        _images.Add(piece.Image);
        _bits!.Add(piece.UnpackMask());
        if (row == series[^1])
        {
            WriteObject(Run.Files.Create(GetName(series[0])), _images, _bits.Finish(), _masks!);
            Close();
        }
    }

    public override void Finish()
    {
        Run.Manifest.Count("rows_without_mask", Run.Rows.Count - Order.Count);
        RowTable.Save(Run);
    }

    public override void Verify(ReadBack back)
    {
        foreach (var rows in _series.Concat(_alone.Select(row => new[] { row })))
        {
            using var file = back.Open(Run.GetPath(GetName(rows[0])), rows.Length);
            var bySop = file.Rows.ToLookup(row => row.GetText(DatasetColumns.SopUid));
            back.EachSlice(
                rows,
                slice =>
                {
                    var image = _names.GetImage(slice);
                    var row = bySop[image.SopUid].FirstOrDefault();
                    back.Same(slice.Row, "image that the mask refers to", row?.GetText(DatasetColumns.SopUid), image.SopUid);
                    using var found = row!.Load();
                    back.Same(slice.Row, DatasetColumns.Label, found.Row.LabelText, SliceLabel.Parse(image.Comment));
                    back.SameArray(slice.Row, "mask", found, found.Row.Mask, new(found.Row.Mask!.DType, slice.Size, slice.Mask));
                }
            );
        }

        RowTable.Verify(Run, back);
    }

    protected override SegmentationPiece? Encode(ExportSlice slice, RowFiles files)
    {
        var image = _names.GetImage(slice);
        Run.Manifest.CountLost(Manifest.LostLabels, image.Comment is null && slice.Row.Row.LabelText is not null ? 1 : 0);
        if (_seriesOf.TryGetValue(slice.Row.Position, out var series))
        {
            files.AddShared(GetName(series[0]));
            return SegmentationPiece.From(image, slice.Mask);
        }

        using var masks = new MemoryStream();
        using var bits = new FrameBits(masks);
        bits.Add(slice.Mask);
        WriteObject(files.Create(GetName(slice.Row)), [image], bits.Finish(), masks);
        return null;
    }

    protected override void Close()
    {
        _bits?.Dispose();
        _masks?.Dispose();
    }

    private static string GetName(ExportRow row) => PicturePair.From(row, ".dcm").Mask;

    private void Begin()
    {
        _images.Clear();
        _masks = new FileStream(TemporaryFile.Create(Run.Scratch), FileAccess.ReadWrite, 1 << 16);
        _bits = new FrameBits(_masks);
    }

    private void WriteObject(FileStream file, List<DicomImage> images, string digest, Stream masks)
    {
        masks.Position = 0;
        using (file)
        {
            DicomWriter.Write(file, SegmentationObject.CreateAttributes(images, digest), ElementVr.OB, masks);
        }

        Run.Manifest.Count("segmentations", 1);
    }

    /// <summary>What slices of one segmentation share; null for a slice whose place is not known.</summary>
    private object? GetKey(ExportRow row)
    {
        if (row.Row.GetText(DatasetColumns.SeriesUid) is null || DicomNames.GetPlane(row.Row) is not { ThicknessMm: { } thickness } plane)
        {
            return null;
        }

        return (
            row.PartName,
            row.Row.GetText(DatasetColumns.SeriesUid),
            row.Row.GetText(DatasetColumns.StudyUid),
            row.Row.GetText(DatasetColumns.PatientId),
            (plane.FrameUid, plane.Place.AlongRow, plane.Place.AlongColumn, plane.Place.Spacing, thickness),
            Run.Slices.GetSize(row.Row),
            Run.Slices.Resizer.GetScale(Run.Slices.GetImage(row.Row).Shape)
        );
    }

    private void CheckLength(ExportRow[] rows)
    {
        var size = Run.Slices.GetSize(rows[0].Row);
        var bytes = ((long)rows.Length * size.Height * size.Width / 8) + 1;
        if (bytes > DicomWriter.MaxPixelBytes)
        {
            throw FormatError.TooLarge(
                rows[0].Row.Input.Source.Name,
                $"the segmentation of the {rows.Length} rows from {rows[0].Name} on, in bytes,",
                bytes,
                DicomWriter.MaxPixelBytes
            );
        }
    }
}

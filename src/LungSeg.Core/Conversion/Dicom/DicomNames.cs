using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Dicom;
using LungSeg.Core.Formats.Dicom.Writing;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Dicom;

/// <summary>
/// Names, UIDs and positions of the slices of a run in DICOM. They are the same for images and for segmentations, so that a segmentation
/// refers to its images.
/// </summary>
/// <remarks>UIDs of the input are kept where the slice is unchanged. All others are computed from its pixels and its name.</remarks>
internal sealed class DicomNames(ExportRun run)
{
    private const int MaxIdLetters = 64;
    private const int MaxSide = ushort.MaxValue;

    /// <summary>SOP Instance UIDs that several rows have: frames of one object, or duplicate rows.</summary>
    private readonly FrozenSet<string?> _shared = run
        .Rows.GroupBy(row => row.Row.GetText(DatasetColumns.SopUid))
        .Where(group => group.Count() > 1)
        .Select(group => group.Key)
        .ToFrozenSet();

    /// <summary>Whether slices are written as the scanner gave them.</summary>
    private bool IsAsScanned => run.Options.Image == HuColumn.HuOld && run.Slices.Resizer.IsIdentity;

    /// <summary>Describes the object that a slice becomes.</summary>
    /// <exception cref="DatasetFormatException">DICOM cannot hold its size or its patient's id.</exception>
    public DicomImage GetImage(ExportSlice slice)
    {
        if (slice.Height > MaxSide || slice.Width > MaxSide)
        {
            throw FormatError.TooLarge(
                slice.Row.Row.Input.Source.Name,
                $"side of row {slice.Row.Name} in px",
                Math.Max(slice.Height, slice.Width),
                MaxSide
            );
        }

        var row = slice.Row.Row;
        var plane = GetPlane(row) is { } scanned ? scanned with { Place = slice.Place! } : null;
        var series = GetUid(row, DatasetColumns.SeriesUid);
        var sop = GetSopUid(slice, plane is not null);
        return new DicomImage
        {
            SopUid = sop,
            SeriesUid =
                series is null ? DicomUid.CreateForSingleSlice(sop)
                : IsAsScanned ? series
                : DicomUid.Create("series", series, Change),
            StudyUid = GetUid(row, DatasetColumns.StudyUid) ?? DicomUid.Create("study", series ?? sop),
            PatientId = GetPatient(slice.Row),
            InstanceNumber = row.Index + 1,
            Rows = slice.Height,
            Columns = slice.Width,
            Plane = plane,
            SpacingMm = slice.SpacingMm is var (rowMm, columnMm) ? (rowMm, columnMm) : null,
            Comment = SliceLabel.FormatComment(row.LabelText),
        };
    }

    /// <summary>Position of a row's slice; null where a value that a CT Image needs is not known. Reads no pixels.</summary>
    public static DicomPlane? GetPlane(DatasetRow row)
    {
        if (row.Place is not { } place)
        {
            return null;
        }

        return new DicomPlane
        {
            Place = place,
            ThicknessMm = row.GetPositive(DatasetColumns.ThicknessMm),

            // Slices of one series have the same axes, and so do those of one file.
            FrameUid =
                GetUid(row, DatasetColumns.FrameUid)
                ?? DicomUid.Create("axes", GetUid(row, DatasetColumns.SeriesUid) ?? row.GetText(DatasetColumns.File) ?? row.Input.Stem),
        };
    }

    /// <summary>The options that make slices differ from the scanner's.</summary>
    private string Change =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Options.Image} {run.Options.Size} {run.Options.LesionCrop} {run.Options.Resampling}"
        );

    private string GetSopUid(ExportSlice slice, bool isCt)
    {
        var given = GetUid(slice.Row.Row, DatasetColumns.SopUid);
        if (given is not null && isCt && IsAsScanned && !_shared.Contains(given))
        {
            return given;
        }

        var pixels = Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(slice.Hu)));
        return DicomUid.Create(
            "image",
            slice.Row.Name,
            given ?? string.Empty,
            string.Create(CultureInfo.InvariantCulture, $"{slice.Height} {slice.Width}"),
            pixels
        );
    }

    private static string? GetPatient(ExportRow row)
    {
        if (row.Row.GetText(DatasetColumns.PatientId) is not { Length: > 0 } id)
        {
            return null;
        }

        if (id.Length > MaxIdLetters || id.Trim() != id || id.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c == '\\'))
        {
            throw FormatError.Unsupported(
                row.Row.Input.Source.Name,
                $"row {row.Name} has the patient id '{PrintableText.Escape(id, MaxIdLetters)}', which is not an id in DICOM: 64 characters "
                    + "at most, no backslash or control character, no blank at an end"
            );
        }

        return id;
    }

    private static string? GetUid(DatasetRow row, string column) => row.GetText(column) is { } text && DicomUid.IsValid(text) ? text : null;
}

using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets.Collections;

/// <summary>One image of a collection: how its pixels are recognised, whose it is, and where it lies. Holds no pixels.</summary>
public sealed record SliceRecord
{
    /// <summary>Its content key as a number; null where float64 cannot hold its values.</summary>
    public UInt128? Key { get; init; }

    /// <summary>The key in which every value of -1000 HU and less is -1024.</summary>
    public UInt128? PaddingKey { get; init; }

    /// <summary>Lowest HU; null where a value is no number.</summary>
    public double? Minimum { get; init; }

    /// <summary>Highest HU; null where a value is no number.</summary>
    public double? Maximum { get; init; }

    /// <summary>Sum of HU; null where a value is no number.</summary>
    public double? Sum { get; init; }

    /// <summary>Height in pixels.</summary>
    public int Rows { get; init; }

    /// <summary>Width in pixels.</summary>
    public int Columns { get; init; }

    /// <summary>Modality, such as CT; null where the file does not state it.</summary>
    public string? Modality { get; init; }

    /// <summary>Patient id; null for collections without ids of patients, as LUNA16 is.</summary>
    public string? PatientId { get; init; }

    /// <summary>Study Instance UID.</summary>
    public string? StudyUid { get; init; }

    /// <summary>Series Instance UID, or the name of a volume's file.</summary>
    public string? SeriesUid { get; init; }

    /// <summary>SOP Instance UID; null for a slice of a volume.</summary>
    public string? SopUid { get; init; }

    /// <summary>Instance number; for one of several slices in a file its number there, from 1.</summary>
    public int? InstanceNumber { get; init; }

    /// <summary>Centre of the first pixel, mm, as <see cref="DatasetColumns.ImagePositionMm"/>.</summary>
    public string? ImagePositionMm { get; init; }

    /// <summary>Directions of rows and columns, as <see cref="DatasetColumns.ImageOrientation"/>.</summary>
    public string? ImageOrientation { get; init; }

    /// <summary>Position along the normal, mm.</summary>
    public double? PositionMm { get; init; }

    /// <summary>Distance of neighbouring rows, mm.</summary>
    public double? RowSpacingMm { get; init; }

    /// <summary>Distance of neighbouring columns, mm.</summary>
    public double? ColumnSpacingMm { get; init; }

    /// <summary>Thickness of the slice, mm.</summary>
    public double? ThicknessMm { get; init; }

    /// <summary>Manufacturer of the scanner.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>Convolution kernel.</summary>
    public string? Kernel { get; init; }

    /// <summary>Name of the image in texts: its SOP Instance UID, else its series and number.</summary>
    public string Name => SopUid ?? FormattableString.Invariant($"{SeriesUid}:{InstanceNumber}");

    /// <summary>Whether its key is of integers within int16.</summary>
    internal bool IsInt16 { get; init; } = true;

    /// <summary>What tells it from every other image; two records of one identity are one image.</summary>
    internal (string?, string?, int?) Identity => (SeriesUid, SopUid, InstanceNumber);

    /// <summary>The order of an index: by patient, series and position.</summary>
    internal static IOrderedEnumerable<SliceRecord> Sort(IEnumerable<SliceRecord> records) =>
        records
            .OrderBy(record => record.PatientId, StringComparer.Ordinal)
            .ThenBy(record => record.SeriesUid, StringComparer.Ordinal)
            .ThenBy(record => record.PositionMm)
            .ThenBy(record => record.InstanceNumber)
            .ThenBy(record => record.SopUid, StringComparer.Ordinal)
            .ThenBy(record => record.Key);
}

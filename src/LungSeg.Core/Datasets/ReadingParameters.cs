using LungSeg.Core.Formats;

namespace LungSeg.Core.Datasets;

/// <summary>The options of opening a data set that change the content of its rows.</summary>
internal static class ReadingParameters
{
    /// <summary>Name and value of each option, null where it is not given. Files and folders have their SHA-256.</summary>
    /// <exception cref="IOException">A file is gone or cannot be read.</exception>
    public static IReadOnlyList<KeyValuePair<string, object?>> From(Dataset dataset) => From(dataset, dataset.Options);

    /// <summary>SHA-256 of the tables that are joined to rows, null where there is none.</summary>
    public static IReadOnlyList<KeyValuePair<string, object?>> Tables(Dataset dataset) =>
        [new("columns_sha256", dataset.JoinedFileSha256), new("labels_sha256", dataset.LabelFileSha256)];

    private static IReadOnlyList<KeyValuePair<string, object?>> From(Dataset dataset, DatasetOptions options) =>
        [
            new("from", options.Format),
            new(
                "salvage",
                options.Leniency switch
                {
                    Leniency.Salvage => "rows",
                    Leniency.SalvageColumns => "columns",
                    _ => null,
                }
            ),
            new("column", options.BareColumn),
            new("columns", options.Columns.Count > 0 ? string.Join(',', options.Columns.Select(pair => $"{pair.Key}={pair.Value}")) : null),
            new("masks_sha256", options.MaskFolder is { } masks ? InputDigest.ComputeSha256(masks) : null),
            new("lesion", options.Masks.Lesion.Count == 0 ? null : string.Join(',', options.Masks.Lesion)),
            new(
                "mask_place",
                options.Masks.Place switch
                {
                    MaskPlace.Index => "index",
                    MaskPlace.World => "world",
                    _ => null,
                }
            ),
            new("mask_resample", options.Masks.TakesNearest ? "nearest" : null),
            new(
                "seg_threshold",
                options.Masks.SegmentThreshold == MaskReading.Default.SegmentThreshold ? null : options.Masks.SegmentThreshold
            ),
            new("assume_hu", options.Ct.AssumesHu ? true : null),
            new(
                "assume_signed",
                options.Ct.IsSigned switch
                {
                    null => null,
                    true => "yes",
                    false => "no",
                }
            ),
            .. Tables(dataset),
            new("columns_on", options.JoinedFileKey),
            new("label_names", options.LabelNames.Count > 0 ? string.Join(',', options.LabelNames) : null),
            new("lidc_readers", options.Annotations.MinReaders),
            new("lidc_outline", options.Annotations.IncludesOutline ? "inclusive" : "exclusive"),
        ];
}

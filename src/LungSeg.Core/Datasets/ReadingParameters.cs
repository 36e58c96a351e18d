namespace LungSeg.Core.Datasets;

/// <summary>The options of opening a data set that change the content of its rows.</summary>
internal static class ReadingParameters
{
    /// <summary>Name and value of each option, null where it is not given. Files and folders have their SHA-256.</summary>
    /// <exception cref="IOException">A file is gone or cannot be read.</exception>
    public static IReadOnlyList<KeyValuePair<string, object?>> From(DatasetOptions options) =>
        [
            new("from", options.Format),
            new("column", options.BareColumn),
            new("masks_sha256", options.MaskFolder is { } masks ? InputDigest.ComputeSha256(masks) : null),
            new("labels_sha256", options.LabelFile is { } labels ? InputDigest.ComputeSha256(labels) : null),
            new("lidc_readers", options.Annotations.MinReaders),
            new("lidc_outline", options.Annotations.IncludesOutline ? "inclusive" : "exclusive"),
        ];
}

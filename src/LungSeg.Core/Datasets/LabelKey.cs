using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>Columns by which a file of labels names rows, the most specific first.</summary>
internal enum LabelKey
{
    /// <summary>A row's name, <c>stem:index</c>.</summary>
    Row,

    /// <summary>File within a folder, or the file name of the input.</summary>
    File,

    /// <summary>SOP Instance UID of a slice.</summary>
    SopUid,

    /// <summary>All slices of a series.</summary>
    SeriesUid,

    /// <summary>All slices of a patient.</summary>
    PatientId,
}

/// <summary>Names of the keys.</summary>
internal static class LabelKeys
{
    /// <summary>All keys, the most specific first.</summary>
    public static IReadOnlyList<LabelKey> All { get; } =
    [LabelKey.Row, LabelKey.File, LabelKey.SopUid, LabelKey.SeriesUid, LabelKey.PatientId];

    /// <summary>Name of the key's column, in a file of labels and in a data set.</summary>
    public static string GetName(LabelKey key) =>
        key switch
        {
            LabelKey.Row => "row",
            LabelKey.File => DatasetColumns.File,
            LabelKey.SopUid => DatasetColumns.SopUid,
            LabelKey.SeriesUid => DatasetColumns.SeriesUid,
            _ => DatasetColumns.PatientId,
        };
}

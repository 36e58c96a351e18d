namespace LungSeg.Core.Splitting.Documents;

/// <summary>Files that hold a split.</summary>
public enum SplitFileFormat
{
    /// <summary>Columns row, part, fold, group, label, and repeat where there are several.</summary>
    Csv,

    /// <summary>Our own JSON document.</summary>
    Json,

    /// <summary>nnU-Net's <c>splits_final.json</c>: a list of training and validation cases.</summary>
    NnunetSplits,

    /// <summary>MONAI's datalist (Decathlon style), with the fold of each training case.</summary>
    MonaiDatalist,
}

namespace LungSeg.Core.Sharding;

/// <summary>Names of what a row gives to the whole.</summary>
internal static class RowPieces
{
    /// <summary>Names of the files that hold the row, one a line.</summary>
    public const string Files = "files";

    /// <summary>What is written of it into a file that holds all rows, one after another.</summary>
    public const string Record = "record";

    /// <summary>Size and lesion pixels of its slice.</summary>
    public const string Figures = "figures";

    /// <summary>Counts of a whole shard.</summary>
    public const string Counts = "counts";
}

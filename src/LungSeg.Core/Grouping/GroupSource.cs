namespace LungSeg.Core.Grouping;

/// <summary>Where groups come from.</summary>
public enum GroupSource
{
    /// <summary>Found from the pixels.</summary>
    Pixels,

    /// <summary>Patient or series ids in the table.</summary>
    Ids,

    /// <summary>Given by the user.</summary>
    Given,
}

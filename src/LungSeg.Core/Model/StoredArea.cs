namespace LungSeg.Core.Model;

/// <summary>Classes of a stored <c>hu_array</c>; the first whose condition is true applies.</summary>
public enum StoredArea
{
    /// <summary>Equal to <c>hu_array_old</c> bit for bit: thresholding failed and the slice was stored unchanged.</summary>
    Raw,

    /// <summary>Over 40 % of the kept pixels have -300 HU or more: the body was kept.</summary>
    BodyKept,

    /// <summary>Under half of one of the lungs is kept.</summary>
    LungLost,

    /// <summary>None of the above.</summary>
    Ok,
}

/// <summary>Names of the classes of a stored <c>hu_array</c>.</summary>
public static class StoredAreas
{
    /// <summary>Name in JSON: <c>raw</c>, <c>body_kept</c>, <c>lung_lost</c>, <c>ok</c>.</summary>
    public static string Name(StoredArea stored) =>
        stored switch
        {
            StoredArea.Raw => "raw",
            StoredArea.BodyKept => "body_kept",
            StoredArea.LungLost => "lung_lost",
            StoredArea.Ok => "ok",
            _ => throw new ArgumentOutOfRangeException(nameof(stored)),
        };
}

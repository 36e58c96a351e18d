namespace LungSeg.Core.Model;

/// <summary>Classes of a stored <c>hu_array</c>; the first whose condition is true applies.</summary>
public enum StoredArea
{
    /// <summary>Equal to <c>hu_array_old</c> bit for bit: thresholding failed and the slice was stored unchanged.</summary>
    Raw,

    /// <summary>Half or more of the largest 4-connected component of -300 HU and more is kept: the body was kept.</summary>
    BodyKept,

    /// <summary>Over half of the pixels that are not 0 have -300 HU or more: the table, a strap or an arm was kept.</summary>
    NotLung,

    /// <summary>Under half of one of the lungs is kept.</summary>
    LungLost,

    /// <summary>None of the above.</summary>
    Ok,
}

/// <summary>Names of the classes of a stored <c>hu_array</c>.</summary>
public static class StoredAreas
{
    /// <summary>Name in JSON: <c>raw</c>, <c>body_kept</c>, <c>not_lung</c>, <c>lung_lost</c>, <c>ok</c>.</summary>
    public static string Name(StoredArea stored) =>
        stored switch
        {
            StoredArea.Raw => "raw",
            StoredArea.BodyKept => "body_kept",
            StoredArea.NotLung => "not_lung",
            StoredArea.LungLost => "lung_lost",
            StoredArea.Ok => "ok",
            _ => throw new ArgumentOutOfRangeException(nameof(stored)),
        };
}

namespace LungSeg.Core.Model;

/// <summary>What kinds of stored <c>hu_array</c> are called.</summary>
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

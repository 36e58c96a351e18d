namespace LungSeg.Core.Model;

/// <summary>What a method sees of a scan.</summary>
public enum SliceContext
{
    /// <summary>The slice alone.</summary>
    Slice,

    /// <summary>Also the slices before and after it.</summary>
    Scan,
}

/// <summary>Names of <see cref="SliceContext"/> in commands and documents.</summary>
public static class SliceContexts
{
    /// <summary><c>slice</c> or <c>scan</c>.</summary>
    public static string Name(SliceContext context) => context == SliceContext.Scan ? "scan" : "slice";

    /// <summary>Finds a context by its name.</summary>
    public static bool TryParse(string name, out SliceContext context)
    {
        context = name == "scan" ? SliceContext.Scan : SliceContext.Slice;
        return name is "scan" or "slice";
    }
}

namespace LungSeg.Core.Bytes;

/// <summary>Lists things in a message: the first of them, and dots where there are more.</summary>
public static class ShortList
{
    /// <summary>For example <c>a, b, ...</c>.</summary>
    /// <param name="items">The things.</param>
    /// <param name="maxCount">Maximum number of items that are named.</param>
    /// <param name="nameOf">Gets the name of an item.</param>
    public static string Join<T>(IReadOnlyCollection<T> items, int maxCount, Func<T, string> nameOf)
    {
        ArgumentNullException.ThrowIfNull(items);
        return string.Join(", ", items.Take(maxCount).Select(nameOf)) + (items.Count > maxCount ? ", ..." : string.Empty);
    }

    /// <summary>Lists names.</summary>
    public static string Join(IReadOnlyCollection<string> names, int maxCount) => Join(names, maxCount, name => name);
}

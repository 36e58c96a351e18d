namespace LungSeg.Core.Bytes;

/// <summary>Lists things in a message: the first of them, and dots where there are more.</summary>
public static class ShortList
{
    /// <summary>For example <c>a, b, ...</c>.</summary>
    /// <param name="items">The things.</param>
    /// <param name="most">How many are named.</param>
    /// <param name="nameOf">Name of each.</param>
    public static string Of<T>(IReadOnlyCollection<T> items, int most, Func<T, string> nameOf)
    {
        ArgumentNullException.ThrowIfNull(items);
        return string.Join(", ", items.Take(most).Select(nameOf)) + (items.Count > most ? ", ..." : string.Empty);
    }

    /// <summary>The same of names.</summary>
    public static string Of(IReadOnlyCollection<string> names, int most) => Of(names, most, name => name);
}

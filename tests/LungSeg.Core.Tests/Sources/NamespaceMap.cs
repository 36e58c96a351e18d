using System.Text.RegularExpressions;

namespace LungSeg.Core.Tests.Sources;

/// <summary>The namespaces of source files and their types; tells which of them a file uses.</summary>
internal sealed partial class NamespaceMap(IEnumerable<SourceFile> files)
{
    private readonly Dictionary<string, HashSet<string>> _types = files
        .Where(file => file.Namespace is not null)
        .GroupBy(file => file.Namespace!)
        .ToDictionary(group => group.Key, group => group.SelectMany(file => file.Types).ToHashSet());

    /// <summary>The namespaces that a file names in its usings or before a type, in full or from its own namespace on.</summary>
    /// <remarks>
    /// A member may be called as a namespace is: a name counts where a type of the namespace follows it, and never behind a dot.
    /// </remarks>
    public IReadOnlySet<string> UsedBy(SourceFile file)
    {
        var qualifiers = QualifiedName().Matches(file.Code).Select(match => Qualifier(match.Value, file.Namespace ?? string.Empty));
        return file.Usings.Select(Imported).Concat(qualifiers).OfType<string>().ToHashSet();
    }

    /// <summary>A using names a namespace, or a type in it.</summary>
    private string? Imported(string name) => Outwards(name).FirstOrDefault(_types.ContainsKey);

    private string? Qualifier(string name, string from)
    {
        var parts = name.Split('.', StringSplitOptions.TrimEntries);
        foreach (var outer in Outwards(from).Append(string.Empty))
        {
            for (var count = parts.Length - 1; count > 0; count--)
            {
                var space = string.Join('.', [.. outer.Length > 0 ? [outer] : Array.Empty<string>(), .. parts[..count]]);
                if (_types.TryGetValue(space, out var types) && types.Contains(parts[count]))
                {
                    return space;
                }
            }
        }

        return null;
    }

    /// <summary>A.B.C, A.B, A.</summary>
    private static IEnumerable<string> Outwards(string name)
    {
        for (var length = name.Length; length > 0; length = name.LastIndexOf('.', length - 1))
        {
            yield return name[..length];
        }
    }

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(?:\s*\.\s*[A-Z]\w*)+")]
    private static partial Regex QualifiedName();
}

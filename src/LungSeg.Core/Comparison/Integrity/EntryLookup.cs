using LungSeg.Core.Bytes;

namespace LungSeg.Core.Comparison.Integrity;

/// <summary>Finds the entries of a manifest that files have.</summary>
internal sealed class EntryLookup
{
    private const int MaxNamed = 3;
    private readonly FileManifest _manifest;
    private readonly Dictionary<string, ManifestEntry> _byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ManifestEntry> _byPlace = new(StringComparer.Ordinal);
    private readonly ILookup<string, ManifestEntry> _byName;

    public EntryLookup(FileManifest manifest)
    {
        _manifest = manifest;
        var folder = GetFolder(manifest);
        foreach (var entry in manifest.Entries)
        {
            _byPath.Add(entry.Path, entry);
            _byPlace.Add(Path.Join(folder, entry.Path), entry);
        }
        _byName = manifest.Entries.ToLookup(entry => Path.GetFileName(entry.Path), StringComparer.Ordinal);
    }

    /// <summary>The entries that inputs have.</summary>
    public HashSet<ManifestEntry> Used { get; } = [];

    /// <summary>The folder that paths are relative to in the first place.</summary>
    public static string GetFolder(FileManifest manifest) => Path.GetDirectoryName(Path.GetFullPath(manifest.Path))!;

    /// <summary>The entry of a file: by its place, by its path as the user gave it, by its name; null for none.</summary>
    /// <exception cref="InvalidRequestException">Several entries have the name, and none the path.</exception>
    public ManifestEntry? Find(string file)
    {
        if (_manifest.Entries.Count == 1 && FileManifest.FindOwn(file) == _manifest.Path)
        {
            // A file that was renamed together with its manifest.
            return _manifest.Entries[0];
        }
        var full = Path.GetFullPath(file);
        if (_byPlace.TryGetValue(full, out var found))
        {
            return found;
        }
        var given = EntryPath.Normalize(file, out var reason);
        if (reason is null && _byPath.TryGetValue(given, out found))
        {
            return found;
        }
        ManifestEntry[] named = [.. _byName[Path.GetFileName(full)]];
        return named.Length <= 1
            ? named.FirstOrDefault()
            : throw new InvalidRequestException(
                RequestParameter.Inputs,
                $"{file}: the manifest names several files of this name, {ShortList.Join(named, MaxNamed, entry => entry.Path)}; "
                    + "run it in the folder that these paths are relative to"
            );
    }
}

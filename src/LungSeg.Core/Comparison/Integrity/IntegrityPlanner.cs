using LungSeg.Core.Bytes;

namespace LungSeg.Core.Comparison.Integrity;

/// <summary>Finds the entries of a manifest that an input means, and the files that they name.</summary>
/// <param name="isOnly">Whether there is one input alone, so that paths need no name of an input before them.</param>
internal sealed class IntegrityPlanner(bool isOnly)
{
    private readonly Dictionary<FileManifest, EntryLookup> _used = [];
    private readonly List<string> _notes = [];

    /// <summary>Remarks on the manifests of the inputs that were planned.</summary>
    public IReadOnlyList<string> GetNotes()
    {
        foreach (var (manifest, entries) in _used)
        {
            var name = PrintableText.Escape(manifest.Path);
            if (manifest.IsNamesOnly)
            {
                _notes.Add($"{name} is of version 1, which has no digests: only that the files exist is checked");
            }
            if (manifest.Entries.Count - entries.Used.Count is > 0 and var left)
            {
                _notes.Add(
                    FormattableString.Invariant($"{left} of {manifest.Entries.Count} entries of {name} are of other files: not checked")
                );
            }
        }
        return _notes;
    }

    public PlannedInput Plan(IntegrityInput input)
    {
        if (!_used.TryGetValue(input.Manifest, out var entries))
        {
            _used[input.Manifest] = entries = new EntryLookup(input.Manifest);
        }
        return Directory.Exists(input.Path) ? PlanFolder(input, entries.Used) : PlanFile(input, entries);
    }

    private static PlannedInput PlanFile(IntegrityInput input, EntryLookup entries)
    {
        var entry = entries.Find(input.Path);
        var status = FileStatus.Find(input.Path);
        if (status is { IsRegular: false })
        {
            throw FormatError.Unsafe(new SourceName(input.Path, null, "file"), null, "it is a device, a pipe or a socket, and not opened");
        }
        if (entry is not null)
        {
            entries.Used.Add(entry);
        }
        var kinds = entry is null ? FolderFiles.GetKinds(input.Manifest) : FolderFiles.GetKinds(entry);
        return new PlannedInput(
            input.Path,
            [
                new PlannedFile(entry?.Path ?? Path.GetFileName(input.Path), input.Path, entry, status, kinds)
                {
                    Unopened = status is null ? FileState.Missing : FileState.Added,
                },
            ]
        );
    }

    private PlannedInput PlanFolder(IntegrityInput input, HashSet<ManifestEntry> used)
    {
        var own = FindEntries(input);
        used.UnionWith(own.Select(file => file.Entry));
        var (planned, note) = FolderFiles.Plan(input, own, isOnly);
        if (note is not null)
        {
            _notes.Add(note);
        }
        return planned;
    }

    /// <summary>
    /// The entries of a folder, with their paths below it. Paths of a manifest are relative to the folder, or to one in which the folder's
    /// path or name leads to it.
    /// </summary>
    private (string Name, ManifestEntry Entry)[] FindEntries(IntegrityInput input)
    {
        (string Name, ManifestEntry Entry)[] all = [.. input.Manifest.Entries.Select(entry => (entry.Path, entry))];
        var isOwn = FileManifest.FindOwn(input.Path) == input.Manifest.Path;
        if (isOwn || (isOnly && Array.Exists(all, file => Path.Exists(Path.Join(input.Path, file.Name)))))
        {
            return all;
        }
        (string Name, ManifestEntry Entry)[] Below(string? folder) =>
            folder is null
                ? []
                :
                [
                    .. all.Where(file => file.Name.StartsWith(folder + "/", StringComparison.Ordinal))
                        .Select(file => (file.Name[(folder.Length + 1)..], file.Entry)),
                ];

        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(input.Path));
        var place = Path.GetRelativePath(EntryLookup.GetFolder(input.Manifest), full).Replace(Path.DirectorySeparatorChar, '/');
        var given = EntryPath.Normalize(input.Path, out var reason);
        string?[] folders = [place, reason is null ? given : null, Path.GetFileName(full)];
        return folders.Select(Below).FirstOrDefault(found => found.Length > 0) ?? (isOnly ? all : []);
    }
}

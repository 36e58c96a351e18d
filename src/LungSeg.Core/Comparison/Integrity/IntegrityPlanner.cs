using LungSeg.Core.Bytes;

namespace LungSeg.Core.Comparison.Integrity;

/// <summary>Finds the entries of a manifest that an input means, and the files that they name.</summary>
/// <param name="isOnly">Whether there is one input alone, so that paths need no name of an input before them.</param>
internal sealed class IntegrityPlanner(bool isOnly)
{
    private readonly Dictionary<FileManifest, HashSet<ManifestEntry>> _used = [];
    private readonly List<string> _notes = [];

    /// <summary>Remarks on the manifests of the inputs that were planned.</summary>
    public IReadOnlyList<string> GetNotes()
    {
        foreach (var (manifest, used) in _used)
        {
            var name = PrintableText.Escape(manifest.Path);
            if (manifest.IsNamesOnly)
            {
                _notes.Add($"{name} is of version 1, which has no digests: only that the files exist is checked");
            }
            if (manifest.Entries.Count - used.Count is > 0 and var left)
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
        if (!_used.TryGetValue(input.Manifest, out var used))
        {
            _used[input.Manifest] = used = [];
        }
        return Directory.Exists(input.Path) ? PlanFolder(input, used) : PlanFile(input, used);
    }

    private static PlannedInput PlanFile(IntegrityInput input, HashSet<ManifestEntry> used)
    {
        var entry = FindEntry(input);
        var status = FileStatus.Find(input.Path);
        if (status is { IsRegular: false })
        {
            throw FormatError.Unsafe(new SourceName(input.Path, null, "file"), null, "it is a device, a pipe or a socket, and not opened");
        }
        if (entry is not null)
        {
            used.Add(entry);
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

    /// <summary>The entry that a file has: by its place, by its path as the user gave it, by its name; null for none.</summary>
    private static ManifestEntry? FindEntry(IntegrityInput input)
    {
        var (entries, full) = (input.Manifest.Entries, Path.GetFullPath(input.Path));
        if (entries.Count == 1 && FileManifest.FindOwn(input.Path) == input.Manifest.Path)
        {
            // A file that was renamed together with its manifest.
            return entries[0];
        }
        var folder = GetFolder(input.Manifest);
        var given = EntryPath.Normalize(input.Path, out var reason);
        var name = Path.GetFileName(full);
        ManifestEntry[][] candidates =
        [
            [.. entries.Where(entry => Path.GetFullPath(Path.Join(folder, entry.Path)) == full)],
            [.. entries.Where(entry => reason is null && entry.Path == given)],
            [.. entries.Where(entry => entry.Path == name || entry.Path.EndsWith("/" + name, StringComparison.Ordinal))],
        ];
        return Array.Find(candidates, found => found.Length > 0) switch
        {
            null => null,
            [var one] => one,
            var several => throw new InvalidRequestException(
                RequestParameter.Inputs,
                $"{input.Path}: the manifest names several files of this name, {ShortList.Join(several, 3, entry => entry.Path)}; "
                    + "run it in the folder that these paths are relative to"
            ),
        };
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
        var place = Path.GetRelativePath(GetFolder(input.Manifest), full).Replace(Path.DirectorySeparatorChar, '/');
        var given = EntryPath.Normalize(input.Path, out var reason);
        string?[] folders = [place, reason is null ? given : null, Path.GetFileName(full)];
        return folders.Select(Below).FirstOrDefault(found => found.Length > 0) ?? (isOnly ? all : []);
    }

    private static string GetFolder(FileManifest manifest) => Path.GetDirectoryName(Path.GetFullPath(manifest.Path))!;
}

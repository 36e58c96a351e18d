using LungSeg.Core.Bytes;

namespace LungSeg.Core.Comparison.Integrity;

/// <summary>The files of a folder that is checked. A file by a link that leads out of the folder is none of them.</summary>
internal static class FolderFiles
{
    private const string NoFile = "is a device, a pipe or a socket";

    /// <summary>The digest that decides whether an entry's file is unchanged.</summary>
    public static DigestKinds GetKinds(ManifestEntry entry) =>
        entry.Sha256 is not null ? DigestKinds.Sha256
        : entry.XxHash128 is not null ? DigestKinds.XxHash128
        : DigestKinds.None;

    /// <summary>The digest that files have which a manifest does not name, so that a renamed file can be found.</summary>
    public static DigestKinds GetKinds(FileManifest manifest) =>
        manifest.IsNamesOnly ? DigestKinds.None : manifest.Entries.Select(GetKinds).Append(DigestKinds.None).Max();

    /// <summary>Plans the entries of a folder, and the files in it that are no entries.</summary>
    /// <param name="input">The folder and its manifest.</param>
    /// <param name="entries">The entries, with their paths below the folder.</param>
    /// <param name="isOnly">Whether it is the only input.</param>
    /// <exception cref="DatasetFormatException">An entry leads out of the folder, or to a device, a pipe or a socket.</exception>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static (PlannedInput Input, string? Note) Plan(
        IntegrityInput input,
        IReadOnlyList<(string Name, ManifestEntry Entry)> entries,
        bool isOnly
    )
    {
        var source = new SourceName(input.Manifest.Path, null, "manifest");
        var (root, manifest) = (RealPath.Resolve(input.Path), FindReal(input.Manifest.Path));
        var files = new List<PlannedFile>();
        var named = new HashSet<string>(StringComparer.Ordinal);
        var note = default(string);
        foreach (var (name, entry) in entries)
        {
            named.Add(name);
            var location = Path.Join(input.Path, name);
            var real =
                FindReal(location)
                ?? throw FormatError.Unsafe(source, null, $"the path '{PrintableText.Escape(entry.Path)}' is a link that leads to itself");
            if (!RealPath.IsOrLiesIn(real, root))
            {
                throw FormatError.Unsafe(
                    source,
                    null,
                    $"the path '{PrintableText.Escape(entry.Path)}' leads out of the folder by a link, to {PrintableText.Escape(real)}"
                );
            }
            if (real == manifest)
            {
                note = $"{PrintableText.Escape(input.Manifest.Path)} names itself, which no digest can be right for: not checked";
                continue;
            }
            var status = FileStatus.Find(location);
            if (status is { IsRegular: false, IsFolder: false })
            {
                throw FormatError.Unsafe(source, null, $"the path '{PrintableText.Escape(entry.Path)}' {NoFile}");
            }
            files.Add(new PlannedFile(GetShown(input.Path, name, isOnly), location, entry, Regular(status), GetKinds(entry)));
        }
        return (AddOthers(input, files, named, manifest, isOnly), note);
    }

    /// <summary>Plans all files of an input, for a manifest of them.</summary>
    /// <exception cref="DatasetFormatException">The folder holds a link that leads out of it, or what is no file.</exception>
    /// <exception cref="IOException">The input is missing or cannot be read.</exception>
    public static PlannedInput PlanAll(string path, string target, bool isOnly)
    {
        var status = FileStatus.Find(path) ?? throw new FileNotFoundException($"{path}: file not found", path);
        if (!status.IsFolder)
        {
            return status.IsRegular
                ? new PlannedInput(path, [new PlannedFile(Path.GetFileName(path), path, null, status, DigestKinds.Sha256)])
                : throw FormatError.Unsafe(new SourceName(path, null, "file"), null, "it is a device, a pipe or a socket, and not opened");
        }
        var source = new SourceName(path, null, "folder");
        var walk = FolderWalk.Walk(path, bounds: path, takesHidden: true);
        if (walk.Outside is [var (name, to), ..])
        {
            throw FormatError.Unsafe(
                source,
                null,
                $"'{PrintableText.Escape(name)}' is a link that leads out of the folder, to {PrintableText.Escape(to)}"
            );
        }
        if (GetDamage(walk, path) is { } damage)
        {
            throw damage;
        }
        var manifest = FindReal(target);
        return new PlannedInput(
            path,
            [
                .. walk
                    .Files.Where(file => FindReal(Path.Join(path, file)) != manifest)
                    .Select(file => Find(path, file, isOnly, DigestKinds.Sha256)),
            ]
        );
    }

    private static PlannedInput AddOthers(
        IntegrityInput input,
        List<PlannedFile> files,
        HashSet<string> named,
        string? manifest,
        bool isOnly
    )
    {
        var walk = input.Manifest.IsNamesOnly ? null : FolderWalk.Walk(input.Path, bounds: input.Path, takesHidden: true);
        if (walk is not null)
        {
            var kinds = GetKinds(input.Manifest);
            files.AddRange(
                walk.Files.Where(file => !named.Contains(file) && FindReal(Path.Join(input.Path, file)) != manifest)
                    .Select(file => Find(input.Path, file, isOnly, kinds))
            );
            var unopened = walk.Outside.Select(file => file.Name).Concat(walk.Unread.Select(entry => entry.Name));
            files.AddRange(
                unopened
                    .Where(name => !named.Contains(name))
                    .Select(name => Find(input.Path, name, isOnly, DigestKinds.None) with { Status = null })
            );
        }
        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return new PlannedInput(input.Path, files, walk is null ? null : GetDamage(walk, input.Path));
    }

    private static DatasetFormatException? GetDamage(FolderWalk walk, string path) =>
        walk.Unread.Count == 0
            ? null
            : FormatError.Corrupt(
                new SourceName(path, null, "folder"),
                $"entries cannot be read: {ShortList.Join(walk.Unread, 5, entry => $"{entry.Name} ({entry.Reason})")}"
            );

    private static PlannedFile Find(string folder, string name, bool isOnly, DigestKinds kinds)
    {
        var location = Path.Join(folder, name);
        return new PlannedFile(GetShown(folder, name, isOnly), location, null, Regular(FileStatus.Find(location)), kinds);
    }

    private static FileStatus? Regular(FileStatus? status) => status is { IsRegular: true } ? status : null;

    private static string GetShown(string folder, string name, bool isOnly) =>
        isOnly ? name : $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))}/{name}";

    /// <summary>Path with all links resolved; null where they lead round in circles.</summary>
    private static string? FindReal(string path)
    {
        try
        {
            return RealPath.Resolve(path);
        }
        catch (IOException)
        {
            // The only one that it throws.
            return null;
        }
    }
}

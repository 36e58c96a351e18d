using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Comparison.Integrity;

/// <summary>A file or folder, and the manifest that it is checked against.</summary>
public sealed record IntegrityInput(string Path, FileManifest Manifest);

/// <summary>The files that are checked. No file is read before every path of every manifest is known to be safe.</summary>
public sealed class IntegrityPlan
{
    internal IntegrityPlan(IReadOnlyList<PlannedInput> inputs, IReadOnlyList<string> notes) => (Inputs, Notes) = (inputs, notes);

    /// <summary>Remarks on the manifests.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Number of files.</summary>
    public int FileCount => Files.Count();

    /// <summary>Size of the files that are read, bytes.</summary>
    public long TotalBytes => Files.Where(file => file.IsRead).Sum(file => file.Status!.Length);

    /// <summary>Calls of <see cref="IntegrityOptions.ChunkDone"/>.</summary>
    public long TotalChunks =>
        Files.Where(file => file.IsRead).Sum(file => (file.Status!.Length + ContentDigest.ChunkBytes - 1) / ContentDigest.ChunkBytes);

    internal IReadOnlyList<PlannedInput> Inputs { get; }

    internal IEnumerable<PlannedFile> Files => Inputs.SelectMany(input => input.Files);

    /// <summary>Plans to check inputs against manifests.</summary>
    /// <exception cref="DatasetFormatException">An entry leads out of its folder, or to a device, a pipe or a socket.</exception>
    /// <exception cref="InvalidRequestException">Several entries of a manifest may be meant by an input.</exception>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    public static IntegrityPlan Create(IReadOnlyList<IntegrityInput> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var planner = new IntegrityPlanner(inputs.Count == 1);
        PlannedInput[] planned = [.. inputs.Select(planner.Plan)];
        return new IntegrityPlan(planned, planner.GetNotes());
    }

    /// <summary>Plans to read all files of inputs, for a manifest of them.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="target">The manifest, which is none of its own entries.</param>
    /// <exception cref="DatasetFormatException">A folder holds a link that leads out of it, or what is no file.</exception>
    /// <exception cref="InvalidRequestException">Two inputs have one name.</exception>
    /// <exception cref="IOException">An input is missing or cannot be read.</exception>
    public static IntegrityPlan CreateForManifest(IReadOnlyList<string> inputs, string target)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        PlannedInput[] planned = [.. inputs.Select(input => FolderFiles.PlanAll(input, target, isOnly: inputs.Count == 1))];
        var twice = planned.SelectMany(input => input.Files).GroupBy(file => file.Path).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? new IntegrityPlan(planned, [])
            : throw new InvalidRequestException(
                RequestParameter.Inputs,
                $"two files would be '{PrintableText.Escape(twice.Key)}' in the manifest: make one for each input"
            );
    }
}

/// <summary>An input of the plan.</summary>
/// <param name="Path">Path as the user gave it.</param>
/// <param name="Files">Its files, sorted by path.</param>
/// <param name="Damage">What names the entries of a folder that cannot be read; null where all can.</param>
internal sealed record PlannedInput(string Path, IReadOnlyList<PlannedFile> Files, DatasetFormatException? Damage = null)
{
    public string Stem => InputStem.FromPath(System.IO.Path.TrimEndingDirectorySeparator(Path));

    public long Bytes => Files.Sum(file => file.Status?.Length ?? 0);
}

/// <summary>A file of the plan.</summary>
/// <param name="Path">Path as the manifest states it.</param>
/// <param name="Location">Path by which it is opened.</param>
/// <param name="Expected">What the manifest states; null where it does not name the file.</param>
/// <param name="Status">Status of the file; null where it does not exist, or is not to be opened.</param>
/// <param name="Kinds">The digests to compute.</param>
internal sealed record PlannedFile(string Path, string Location, ManifestEntry? Expected, FileStatus? Status, DigestKinds Kinds)
{
    /// <summary>The state of the file where it does not exist, or is not opened.</summary>
    public FileState Unopened { get; init; } = Expected is null ? FileState.Added : FileState.Missing;

    public bool IsRead => Status is not null && Kinds != DigestKinds.None;
}

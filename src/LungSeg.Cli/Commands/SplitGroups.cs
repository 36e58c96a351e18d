using LungSeg.Cli.Output;
using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using LungSeg.Core.Sharding;
using LungSeg.Core.Splitting;

namespace LungSeg.Cli.Commands;

/// <summary>The groups of <c>--group</c>, which a split keeps together and <c>stats --by group</c> shows.</summary>
/// <param name="Source"><see cref="Infer"/>, <see cref="None"/>, or a file of groups.</param>
/// <param name="Settings">Settings that commands share.</param>
/// <param name="Terminal">Receives notes and progress.</param>
internal sealed record SplitGroups(string Source, RunSettings Settings, Terminal Terminal)
{
    /// <summary>Infers scans from ids or slices.</summary>
    public const string Infer = "infer";

    /// <summary>Every row is a group of its own.</summary>
    public const string None = "none";

    /// <summary>Rows that the command works on; null for all. The others only show which rows belong together.</summary>
    public Func<DatasetRow, bool>? IsChosen { get; init; }

    /// <summary>Reads what a split needs of the rows, including their groups; those that are not chosen are marked as left out.</summary>
    public IReadOnlyList<SplitRow> Read(RowWork work, Dataset dataset, DatasetInput? keptTest)
    {
        var file = ReadGiven(dataset);
        using var progress = StartProgress(work, IsFound(file, work.Rows));
        var groups = Find(work, file, progress);
        var read = SplitRowReader.Read(work, groups.GroupOf, keptTest, IsChosen, progress.Advance);
        progress.Finish();
        var unread = groups.Unread.ToHashSet();
        return groups.KeyOf.Count == 0
            ? read
            : [.. read.Zip(groups.KeyOf).Select((pair, i) => pair.First with { Key = pair.Second, IsUnread = unread.Contains(i) })];
    }

    /// <summary>The group of each row: those of a file by their names in it.</summary>
    public IReadOnlyList<string> FindNames(RowWork work, Dataset dataset)
    {
        var file = ReadGiven(dataset);
        using var progress = Progress.Start(Terminal, work.Rows.Count, Settings.Quiet || !IsFound(file, work.Rows));
        var found = Find(work, file, progress).GroupOf;
        return file is null ? found : file.NameGroups(work.Rows, found);
    }

    /// <summary>Writes what a split and its grouping need of a shard's rows to the shard.</summary>
    public void Put(RowWork work, Dataset dataset)
    {
        // Only the merge needs the file. It is read here so that a wrong file is found before the pass over the rows.
        var isFound = IsFound(ReadGiven(dataset), dataset.Rows);
        using var progress = StartProgress(work, isFound);
        PutScans(work, isFound, progress);
        SplitRowReader.Put(work, IsChosen, progress.Advance);
        progress.Finish();
    }

    /// <summary>Writes what grouping needs of a shard's rows to the shard.</summary>
    public void PutScans(RowWork work, Dataset dataset, Progress progress) =>
        PutScans(work, IsFound(ReadGiven(dataset), dataset.Rows), progress);

    private void PutScans(RowWork work, bool isFound, Progress progress)
    {
        if (isFound)
        {
            GroupInference.Put(work, BuildOptions(progress, given: null) with { UseIds = Source == Infer });
        }
    }

    private UserGroups? ReadGiven(Dataset dataset) => Source is Infer or None ? null : ReadFile(dataset);

    private bool IsFound(UserGroups? file, IEnumerable<DatasetRow> rows) => file is null ? Source == Infer : rows.Any(file.IsMissing);

    private RowGroups Find(RowWork work, UserGroups? file, Progress progress) =>
        IsFound(file, work.Rows) ? FindScans(work, progress, file?.GroupOf(work.Rows))
        : file is null ? RowGroups.FromIds(work.Rows, [.. work.Rows.Select(row => row.Name)])
        : file.Groups(work.Rows);

    /// <summary>Groups by the ids of the rows, and by their slices; says how many went by which.</summary>
    /// <param name="work">The rows.</param>
    /// <param name="progress">Counts the rows.</param>
    /// <param name="given">Groups of a file, in the order of the rows, in place of ids; null for none.</param>
    public RowGroups FindScans(RowWork work, Progress progress, IReadOnlyList<string?>? given = null)
    {
        var groups = GroupInference.Infer(work, BuildOptions(progress, given));
        progress.Finish();
        if (!Settings.Quiet)
        {
            foreach (var line in GroupNotes.Lines(groups, work.Rows))
            {
                Terminal.Error.WriteLine($"lungseg: {line}");
            }
        }

        return groups;
    }

    /// <summary>Reads the file of groups; prints a note where it names rows that the data set does not have.</summary>
    public UserGroups ReadFile(Dataset dataset)
    {
        RefuseMissing(Source);
        var groups = UserGroups.Read(Source, dataset);
        if (!Settings.Quiet && groups.Note is { } note)
        {
            Terminal.Error.WriteLine($"lungseg: {note}");
        }

        return groups;
    }

    /// <summary>Throws where the file of groups is missing.</summary>
    public static void RefuseMissing(string path)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"--group {path}: file not found; write infer, none, or a CSV file with the columns row and group");
        }
    }

    /// <summary>One progress for slices, where they are read, and masks.</summary>
    private Progress StartProgress(RowWork work, bool readsSlices) =>
        Progress.Start(Terminal, work.Rows.Count, Settings.Quiet, steps: work.Rows.Count * (readsSlices ? 2L : 1));

    private GroupingOptions BuildOptions(Progress progress, IReadOnlyList<string?>? given) =>
        new()
        {
            Given = given,
            UseIds = given is null,
            JoinsCopies = true,
            IsLink = IsChosen is { } isChosen ? row => !isChosen(row) : null,
            Jobs = Settings.Jobs,
            RowDone = progress.Advance,
        };
}

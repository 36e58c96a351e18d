using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Comparison.Integrity;

/// <summary>How files are checked.</summary>
public sealed record IntegrityOptions
{
    /// <summary>Files that are read at a time.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>How a data set that was cut is opened, to count its whole rows.</summary>
    public DatasetOptions Reading { get; init; } = DatasetOptions.Default;

    /// <summary>Called from any thread after each part of a file that was read; null for nothing.</summary>
    public Action? ChunkDone { get; init; }
}

/// <summary>Reads files and compares their sizes and digests with those of a manifest.</summary>
public static class IntegrityCheck
{
    /// <summary>Checks the files of a plan. A file that cannot be read, or changes meanwhile, is of the state unknown.</summary>
    public static IntegrityReport Run(IntegrityPlan plan, IntegrityOptions options)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        PlannedFile[] planned = [.. plan.Files];
        var files = new CheckedFile[planned.Length];

        // The largest first, so that none is left alone at the end.
        int[] order = [.. Enumerable.Range(0, planned.Length).OrderByDescending(i => planned[i].Status?.Length ?? 0)];
        var next = -1;
        void Work()
        {
            while (Interlocked.Increment(ref next) is var at && at < order.Length)
            {
                files[order[at]] = Check(planned[order[at]], options.ChunkDone);
            }
        }
        var jobs = Math.Clamp(options.Jobs, 1, Math.Max(1, planned.Length));
        Task.WaitAll([.. Enumerable.Range(0, jobs).Select(_ => Task.Factory.StartNew(Work, TaskCreationOptions.LongRunning))]);
        return new IntegrityReport(plan, [.. FindRenamed(files).Select(file => CutFile.Examine(file, options.Reading))]);
    }

    private static CheckedFile Check(PlannedFile planned, Action? chunkDone)
    {
        var file = new CheckedFile
        {
            Path = planned.Path,
            Location = planned.Location,
            Expected = planned.Expected,
            State = planned.Unopened,
        };
        if (planned.Status is not { } status)
        {
            return file;
        }
        if (!planned.IsRead)
        {
            return Judge(file with { Bytes = status.Length });
        }
        try
        {
            using var source = FileByteSource.Open(planned.Location);
            var digest = ContentDigest.Compute(source, planned.Kinds, chunkDone);
            return Judge(file with { Bytes = source.Length, Sha256 = digest.Sha256, XxHash128 = digest.XxHash128Text });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return file with { State = FileState.Missing };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DatasetFormatException)
        {
            return file with { State = FileState.Unknown, Error = e };
        }
    }

    private static CheckedFile Judge(CheckedFile file) =>
        file.Expected is not { } expected
            ? file
            : file with
            {
                State =
                    file.Bytes < expected.Bytes ? FileState.Cut
                    : file.Bytes > expected.Bytes ? FileState.Changed
                    : (file.Sha256, file.XxHash128) == (null, null) ? FileState.Unknown
                    : file.Sha256 is { } sha256 && sha256 != expected.Sha256 ? FileState.Changed
                    : file.XxHash128 is { } xxHash && xxHash != expected.XxHash128 ? FileState.Changed
                    : FileState.Whole,
            };

    /// <summary>The files, with the missing one named whose bytes an added one has.</summary>
    private static IEnumerable<CheckedFile> FindRenamed(CheckedFile[] files)
    {
        var missing = files
            .Where(file => file is { State: FileState.Missing, Expected: not null })
            .SelectMany(file => new[] { file.Expected!.Sha256, file.Expected.XxHash128 }, (file, digest) => (file, digest))
            .ToLookup(entry => entry.digest, entry => entry.file, StringComparer.Ordinal);
        return files.Select(file =>
            file.State != FileState.Added || file.Bytes is not > 0
                ? file
                : file with
                {
                    RenamedFrom = missing[file.Sha256 ?? file.XxHash128]
                        .FirstOrDefault(old => Judge(file with { Expected = old.Expected }).State == FileState.Whole)
                        ?.Path,
                }
        );
    }
}

using LungSeg.Cli.Output;
using LungSeg.Core.Matching;

namespace LungSeg.Cli.Commands;

/// <summary>The collection that <c>--lidc</c> names: an index, or a folder, of which the index is made.</summary>
internal sealed class LidcSource : IDisposable
{
    private LidcSource(SliceIndex index, CollectionReport? collection) => (Index, Collection) = (index, collection);

    public SliceIndex Index { get; }

    /// <summary>What was found in the folder; null where it is an index.</summary>
    public CollectionReport? Collection { get; }

    /// <summary>3 where files of the folder could not be read.</summary>
    public ExitCode Code => Collection?.Refusals.Count > 0 ? ExitCode.Input : ExitCode.Done;

    /// <summary>The files of an index, which the run reads.</summary>
    public static IEnumerable<string> ListFiles(string? path) =>
        path is null || Directory.Exists(path) ? [] : new[] { path, SliceIndex.GetReadingsPath(path) }.Where(File.Exists);

    /// <exception cref="UsageException">There is no such file or folder.</exception>
    public static void RefuseMissing(string? path)
    {
        if (path is not null && !Path.Exists(path))
        {
            throw new UsageException($"--lidc {path}: file not found");
        }
    }

    /// <summary>Options of reading folders.</summary>
    public static CollectionOptions CreateOptions(RunSettings settings, Terminal terminal)
    {
        var reading = InputSession.GetReading(settings, terminal);
        return new CollectionOptions
        {
            Ct = reading.Ct,
            Annotations = reading.Annotations,
            Limits = reading.Limits,
            TemporaryFolder = reading.TemporaryFolder,
            Jobs = settings.Jobs,
        };
    }

    /// <summary>Reads the index, or makes it of the folder.</summary>
    /// <param name="path">The index or folder.</param>
    /// <param name="settings">Settings of the run.</param>
    /// <param name="terminal">Where files that cannot be read are named.</param>
    /// <param name="keepsSlices">Whether the pixels of a folder are compared later.</param>
    public static LidcSource Open(string path, RunSettings settings, Terminal terminal, bool keepsSlices = false)
    {
        if (!Directory.Exists(path))
        {
            return new LidcSource(SliceIndex.Read(path), null);
        }
        var progress = default(Progress);
        var options = CreateOptions(settings, terminal) with { KeepsSlices = keepsSlices, FileDone = () => progress?.Advance() };
        var collection = CollectionReader.Open([path], options);
        using (progress = Progress.Start(terminal, collection.FileCount, settings.Quiet, unit: "files"))
        {
            var report = collection.Read();
            foreach (var refusal in report.Refusals)
            {
                CliHost.Report(refusal, terminal);
            }
            return new LidcSource(report.Index, report);
        }
    }

    public void Dispose() => Collection?.Dispose();
}

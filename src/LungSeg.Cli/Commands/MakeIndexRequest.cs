using System.Globalization;
using LungSeg.Cli.Output;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Matching;
using LungSeg.Core.Sharding;

namespace LungSeg.Cli.Commands;

/// <summary>Request of <c>match --make-index</c>.</summary>
internal sealed record MakeIndexRequest : CommandRequest
{
    private const int MaxNamed = 3;
    private const int MaxShown = 5;

    /// <summary>Whether the index that is there is added to.</summary>
    public bool Updates { get; init; }

    public override OutputUse? MergedOutput => OutputUse.Needed;

    public override IEnumerable<string> Targets =>
        Settings is { Output: { } output, Shard: null } ? [output, SliceIndex.GetReadingsPath(output)] : base.Targets;

    public override ExitCode Execute(Terminal terminal)
    {
        var output = Settings.GetOutputFile() ?? throw new UsageException("--make-index writes a file: give -o FILE.parquet or FILE.csv");
        if (
            !output.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) && !output.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
        )
        {
            throw new UsageException($"-o {output}: an index is a .parquet or a .csv file");
        }
        if (Updates && (Settings.Shard is not null || Settings.Merged is not null))
        {
            throw new UsageException("--update does not go with --shard: make the index of the new folders, and merge it");
        }
        foreach (var folder in Settings.Inputs)
        {
            if (!Directory.Exists(folder))
            {
                terminal.Error.WriteLine($"lungseg: {folder}: folder not found");
                return ExitCode.Input;
            }
        }

        foreach (var target in Targets)
        {
            OutputFolder.Try(target);
            if (Settings.Shard is null)
            {
                TextFile.RefuseExisting(target, Settings.Force || Updates);
            }
        }
        return Make(output, terminal);
    }

    private ExitCode Make(string output, Terminal terminal)
    {
        var known = Updates && File.Exists(output) ? SliceIndex.Read(output) : null;
        var progress = default(Progress);
        var options = LidcSource.CreateOptions(Settings, terminal) with
        {
            Known = known,
            Save = Updates ? index => Write(index, output) : null,
            FileDone = () => progress?.Advance(),
        };
        var collection = CollectionReader.Open(Settings.Inputs, options);
        using (progress = Progress.Start(terminal, collection.FileCount, Settings.Quiet, unit: "files"))
        {
            if (Settings.Shard is { } shard)
            {
                var files = collection.Put(new ShardTarget(shard, output, Settings.Force));
                progress.Finish();
                Say(terminal, $"wrote {shard.GetFolder(output)}: {files} of {Quantity.Of(collection.FileCount, "file")}");
                return ExitCode.Done;
            }
            using var report = collection.Read(Settings.Merged);
            progress.Finish();
            if (report.Index.Slices.Count == 0)
            {
                WriteLeftOut(report, terminal);
                terminal.Error.WriteLine(
                    $"lungseg: {string.Join(", ", Settings.Inputs)}: no CT image among {Quantity.Of(report.FileCount, "file")}"
                );
                return ExitCode.Input;
            }
            Write(report.Index, output);
            return Conclude(report, output, terminal);
        }
    }

    private void Write(SliceIndex index, string output)
    {
        if (Updates)
        {
            RunFiles.Current?.AllowUpdate(output, output);
            RunFiles.Current?.AllowUpdate(SliceIndex.GetReadingsPath(output), SliceIndex.GetReadingsPath(output));
        }
        index.Write(output, Settings.Force || Updates);
    }

    private ExitCode Conclude(CollectionReport report, string output, Terminal terminal)
    {
        WriteLeftOut(report, terminal);
        var index = report.Index;
        var bytes = new FileInfo(output).Length;
        Say(
            terminal,
            string.Create(
                CultureInfo.InvariantCulture,
                $"wrote {output}: {Quantity.Of(index.Slices.Count, "image")} of {index.SeriesCount} series and "
                    + $"{Quantity.Of(index.PatientCount, "patient")}, "
                    + $"{(double)bytes / index.Slices.Count:0} bytes an image; {Quantity.Of(index.Readings.Count, "area")} of readers"
            )
        );
        if (Settings.Json)
        {
            terminal.Out.Write(IndexJson.ToText(report));
        }
        return report.Refusals.Count > 0 ? ExitCode.Input : ExitCode.Done;
    }

    private void WriteLeftOut(CollectionReport report, Terminal terminal)
    {
        foreach (var refusal in report.Refusals.Take(MaxShown))
        {
            CliHost.Report(refusal, terminal);
        }
        if (report.Refusals.Count > MaxShown)
        {
            terminal.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"lungseg: nothing is read of {Quantity.Of(report.Refusals.Count, "file")} in all"
                )
            );
        }
        foreach (var kind in report.LeftOut)
        {
            Say(
                terminal,
                $"left out {Quantity.Of(kind.Count(), "file")} ({kind.Key}): "
                    + ShortList.Join([.. kind], MaxNamed, name => PrintableText.Escape(name))
            );
        }
        foreach (var note in report.Notes)
        {
            Say(terminal, PrintableText.Escape(note));
        }
        if (report.Copies > 0)
        {
            Say(
                terminal,
                $"{Quantity.Of(report.Copies, "image is", "images are")} there again, with the same UIDs and pixels: "
                    + "each is in the index once"
            );
        }
        if (report.FractionalSlices > 0)
        {
            Say(terminal, $"{Quantity.Of(report.FractionalSlices, "image has", "images have")} HU that are no integers of 16 bits");
        }
        if (Updates)
        {
            Say(terminal, $"{Quantity.Of(report.NewSlices, "image is", "images are")} new to the index");
        }
    }

    private void Say(Terminal terminal, string text)
    {
        if (!Settings.Quiet)
        {
            terminal.Error.WriteLine($"lungseg: {text}");
        }
    }
}

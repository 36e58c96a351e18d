using LungSeg.Cli.Output;
using LungSeg.Core.Bytes;
using LungSeg.Core.Comparison.Integrity;
using LungSeg.Core.Reporting;

namespace LungSeg.Cli.Commands;

/// <summary>Request of <c>verify</c>.</summary>
internal sealed record VerifyRequest : CommandRequest
{
    private const int BytesPerMegabyte = 1_000_000;

    /// <summary>The manifest; <c>-</c> for standard input, null for the one that each output has.</summary>
    public string? Manifest { get; init; }

    /// <summary>Where the files can be downloaded; null where that is not known.</summary>
    public DownloadAddress? Download { get; init; }

    public override ExitCode Execute(Terminal terminal)
    {
        if (FindInputs(terminal) is not { } inputs)
        {
            return ExitCode.Input;
        }
        var plan = IntegrityPlan.Create(inputs);
        if (Download is { IsFolder: false } && plan.FileCount > 1)
        {
            throw new UsageException(
                $"--download-url {Download.Url}: there are {plan.FileCount} files: give their folder, with / at its end"
            );
        }
        foreach (var note in Settings.Quiet ? [] : plan.Notes)
        {
            terminal.Error.WriteLine($"lungseg: {note}");
        }
        var report = Check(plan, Settings, terminal);
        var code = ReportErrors(report, terminal);
        if (Settings.Json)
        {
            terminal.Out.Write(report.ToText(GetDownload));
        }
        else
        {
            VerifyTable.Write(report, GetDownload, terminal);
        }
        return ExitCodes.Worst([code, .. report.Files.Select(file => GetCode(file.State))]);
    }

    /// <summary>Reads the files of a plan, and shows how far it is.</summary>
    public static IntegrityReport Check(IntegrityPlan plan, RunSettings settings, Terminal terminal)
    {
        using var progress = Progress.Start(
            terminal,
            plan.TotalBytes / BytesPerMegabyte,
            settings.Quiet,
            steps: plan.TotalChunks,
            unit: "MB"
        );
        var report = IntegrityCheck.Run(
            plan,
            new IntegrityOptions
            {
                Jobs = settings.Jobs,
                Reading = InputSession.GetReading(settings, terminal),
                ChunkDone = progress.Advance,
            }
        );
        progress.Finish();
        return report;
    }

    private string? GetDownload(CheckedFile file) => Download?.GetCommand(file);

    /// <summary>The inputs with their manifests; null where one does not exist, which was reported.</summary>
    private List<IntegrityInput>? FindInputs(Terminal terminal)
    {
        if (Manifest is not null)
        {
            var manifest = ReadManifest(Manifest, terminal);
            return [.. Settings.Inputs.Select(path => new IntegrityInput(path, manifest))];
        }
        var inputs = new List<IntegrityInput>();
        foreach (var path in Settings.Inputs)
        {
            if (FileManifest.FindOwn(path) is not { } own)
            {
                if (Path.Exists(path))
                {
                    throw new UsageException(
                        FindChecksums(path) is { } list
                            ? $"{path} has no manifest of lungseg; to check it against {list} type: "
                                + $"lungseg verify {ShellWord.QuotePath(path)} --manifest {ShellWord.QuotePath(list)}"
                            : $"{path} has no manifest: give --manifest FILE, lines of sha256sum or what --make wrote; "
                                + "an output of lungseg has one beside it (FILE.manifest.json) or in it (manifest.json)"
                    );
                }
                terminal.Error.WriteLine($"lungseg: {PrintableText.Escape(path)}: file not found");
                return null;
            }
            inputs.Add(new IntegrityInput(path, FileManifest.Read(own)));
        }
        return inputs;
    }

    /// <summary>
    /// A list of checksums by its usual name, in a folder or beside a file; null for none. It is only named, as nothing says that it is of
    /// these files.
    /// </summary>
    private static string? FindChecksums(string path)
    {
        var isFolder = Directory.Exists(path);
        var folder = isFolder ? path : Path.GetDirectoryName(path) ?? string.Empty;
        IEnumerable<string> names = ["SHA256SUMS", "SHA256SUMS.txt", "sha256sums.txt", "sha256sum.txt"];
        return names
            .Select(name => Path.Join(folder, name))
            .Prepend(isFolder ? string.Empty : path + ".sha256")
            .FirstOrDefault(File.Exists);
    }

    private static FileManifest ReadManifest(string path, Terminal terminal)
    {
        if (path == "-")
        {
            using var stream = terminal.OpenInput();
            return FileManifest.Read(stream, path);
        }
        return File.Exists(path) ? FileManifest.Read(path)
            : Directory.Exists(path) ? throw new UsageException($"--manifest {path}: this is a folder; give the file in it")
            : throw new UsageException($"--manifest {path}: file not found");
    }

    private static ExitCode ReportErrors(IntegrityReport report, Terminal terminal)
    {
        var errors = report.Damages.Concat(report.Files.Select(file => file.Error).OfType<Exception>());
        return ExitCodes.Worst(errors.Select(error => CliHost.Report(error, terminal)));
    }

    private static ExitCode GetCode(FileState state) =>
        state switch
        {
            FileState.Changed or FileState.Added => ExitCode.Findings,
            FileState.Cut or FileState.Missing => ExitCode.Input,
            _ => ExitCode.Done,
        };
}

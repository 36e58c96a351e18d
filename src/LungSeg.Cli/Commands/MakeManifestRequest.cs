using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Comparison.Integrity;

namespace LungSeg.Cli.Commands;

/// <summary>Request of <c>verify --make</c>.</summary>
internal sealed record MakeManifestRequest : CommandRequest
{
    private const string OfOutputs = "manifest.json";

    /// <summary>The manifest to write.</summary>
    public required string Target { get; init; }

    public override IEnumerable<string> Targets => [Target];

    public override ExitCode Execute(Terminal terminal)
    {
        if (Target == "-")
        {
            throw new UsageException("--make - means standard output; give the manifest a file");
        }
        if (Path.GetFileName(Target) == OfOutputs)
        {
            // A folder whose manifest.json names all that lies in it may be replaced by the next conversion.
            throw new UsageException(
                $"--make {Target}: {OfOutputs} is what lungseg calls the manifest of its own outputs; choose another name"
            );
        }
        foreach (var path in Settings.Inputs)
        {
            if (!Path.Exists(path))
            {
                terminal.Error.WriteLine($"lungseg: {PrintableText.Escape(path)}: file not found");
                return ExitCode.Input;
            }
        }
        OutputFolder.Try(Target);
        TextFile.RefuseExisting(Target, Settings.Force);
        var plan = IntegrityPlan.CreateForManifest(Settings.Inputs, Target);
        var report = VerifyRequest.Check(plan, Settings, terminal);
        if (report.Files.FirstOrDefault(file => file.Error is not null) is { Error: { } error })
        {
            return CliHost.Report(error, terminal);
        }
        ChecksumFile.Write(Target, report, Settings.Force);
        if (!Settings.Quiet)
        {
            terminal.Error.WriteLine(
                $"lungseg: wrote {PrintableText.Escape(Target)}: {Quantity.Of(report.Files.Count, "file")}, "
                    + Quantity.OfBytes(plan.TotalBytes)
            );
        }
        return ExitCode.Done;
    }
}

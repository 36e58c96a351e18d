using LungSeg.Cli.Output;
using LungSeg.Core.Grouping;

namespace LungSeg.Cli.Commands;

/// <summary>
/// Request of <c>split --leakage</c>: finds slices that two data sets share, or near-identical slices within one. The output is a picture
/// of the most alike pairs.
/// </summary>
internal sealed record LeakageRequest : CommandRequest
{
    /// <summary>Likeness from which pairs are reported, 0 to 1; null for the default.</summary>
    public double? Threshold { get; init; }

    protected override IEnumerable<string> FinalFiles => Targets;

    public override ExitCode Execute(Terminal terminal)
    {
        var output = Settings.GetOutputFile();
        if (Settings.Inputs.Count > 2)
        {
            throw new UsageException("--leakage takes one INPUT or two");
        }

        if (Threshold is { } given && !(given is > 0 and <= 1))
        {
            throw new UsageException("--threshold takes a number above 0 and up to 1");
        }

        OutputKind.RequirePicture(output);
        using var session = OpenInputs(terminal);
        if (session.Refused.Count > 0)
        {
            return session.Code;
        }

        // A zip may hold several.
        var inputs = session.Dataset.Inputs;
        if (inputs.Count > 2)
        {
            throw new UsageException($"--leakage compares two data sets, and the inputs hold {inputs.Count}");
        }

        var rows = session.Choose(Settings, terminal).Rows;
        var first = rows.Where(row => row.Input == inputs[0]).ToArray();
        var second = inputs.Count == 2 ? rows.Where(row => row.Input == inputs[1]).ToArray() : null;

        using var progress = Progress.Start(terminal, rows.Count, Settings.Quiet);
        var options = new LeakageOptions { Jobs = Settings.Jobs, RowDone = progress.Advance };
        var report = LeakageSearch.Find(first, second, Threshold is { } threshold ? options with { Threshold = threshold } : options);
        progress.Finish();
        if (Settings.Json)
        {
            LeakageJson.Write(session.Dataset, report, terminal.Out);
        }
        else
        {
            LeakageTable.Write(session.Dataset, report, terminal);
        }

        if (output is { } sheet && report.Pairs.Count > 0)
        {
            var drawn = LeakageSheet.Write(sheet, report, Settings.Force);
            if (!Settings.Quiet)
            {
                terminal.Error.WriteLine($"lungseg: wrote {sheet}: the {drawn} most alike pairs side by side");
            }
        }
        else if (output is not null && !Settings.Quiet)
        {
            terminal.Error.WriteLine($"lungseg: no pairs, {output} was not written");
        }

        return session.Code != ExitCode.Done ? session.Code
            : report.HasFindings ? ExitCode.Findings
            : ExitCode.Done;
    }
}

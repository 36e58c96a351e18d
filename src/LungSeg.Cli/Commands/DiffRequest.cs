using LungSeg.Cli.Output;
using LungSeg.Cli.Output.Comparison;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Comparison;
using LungSeg.Core.Comparison.Documents;
using LungSeg.Core.Formats.Documents;
using static System.FormattableString;

namespace LungSeg.Cli.Commands;

/// <summary>Request of <c>diff</c>.</summary>
internal sealed record DiffRequest : CommandRequest
{
    /// <summary>Kinds of change that are findings.</summary>
    public required IReadOnlyList<ChangeKind> FailOn { get; init; }

    /// <summary>CSV to write, one line a change; <c>-</c> for standard output.</summary>
    public string? Csv { get; init; }

    public override IEnumerable<string> Targets => [.. base.Targets, .. Csv is null or "-" ? [] : new[] { Csv }];

    protected override IEnumerable<string> FinalFiles => Targets;

    public override ExitCode Execute(Terminal terminal)
    {
        var output = Settings.GetOutputFile();
        if (Settings.Inputs.Count != 2)
        {
            throw new UsageException($"diff compares two versions, and {Settings.Inputs.Count} inputs are given: lungseg diff A B");
        }
        if (Csv == "-" && (Settings.Json || terminal.Plain))
        {
            throw new UsageException("--csv - is an output of its own: give the CSV a file, or leave out --json and --plain");
        }
        OutputKind.RequirePicture(output);
        using var session = OpenInputs(terminal);
        if (session.Refused.Count > 0)
        {
            return session.Code;
        }
        if (session.Dataset.Inputs is not [_, _])
        {
            throw new UsageException("an archive holds several data sets, and diff compares two: unpack it and name one of each version");
        }

        var rows = session.Choose(Settings, terminal).Rows;
        DiffSide[] sides = [.. session.Dataset.Inputs.Select(input => new DiffSide(input, [.. rows.Where(row => row.Input == input)]))];
        RefuseEmptySide(sides);
        using var progress = Progress.Start(terminal, rows.Count, Settings.Quiet);
        var report = DatasetDiff.Compare(sides[0], sides[1], new DiffOptions { Jobs = Settings.Jobs, RowDone = progress.Advance });
        progress.Finish();
        Print(report, session.Dataset.InputFiles, terminal);
        if (output is not null)
        {
            WriteSheet(output, report, terminal);
        }

        return session.Code != ExitCode.Done ? session.Code
            : report.Changes.Any(change => change.Kinds.Any(FailOn.Contains)) || (report.SameRows > 0 && FailOn.Contains(ChangeKind.Same))
                ? ExitCode.Findings
            : ExitCode.Done;
    }

    private void RefuseEmptySide(DiffSide[] sides)
    {
        if (
            !Settings.TakesAllRows
            && !Settings.AllowEmpty
            && Array.Find(sides, side => side.Rows.Count == 0 && side.Input.RowCount > 0) is { } empty
        )
        {
            throw new NoRowsException(
                $"no row of {empty.Input.Stem} is chosen, so there is nothing to compare with: name rows of both inputs, "
                    + $"--rows {sides[0].Input.Stem}:0..9,{sides[1].Input.Stem}:0..9, or give --allow-empty"
            );
        }
    }

    private void Print(DiffReport report, IReadOnlyList<InputFile> inputs, Terminal terminal)
    {
        if (Csv is { } path and not "-")
        {
            TextFile.Write(path, Settings.Force, text => DiffWriter.WriteCsv(report, text));
            Say(terminal, Invariant($"wrote {path}: {Quantity.Of(report.Changes.Count, "change")}"));
        }
        if (Csv == "-")
        {
            DiffWriter.WriteCsv(report, terminal.Out);
            foreach (var line in DiffTable.ListColumns(report))
            {
                Say(terminal, line);
            }
        }
        else if (Settings.Json)
        {
            terminal.Out.Write(DiffWriter.ToText(report, inputs));
        }
        else
        {
            DiffTable.Write(report, terminal);
        }
    }

    private void WriteSheet(string output, DiffReport report, Terminal terminal)
    {
        var drawn = DiffSheet.Write(output, report, Settings.Force);
        Say(
            terminal,
            drawn > 0
                ? Invariant($"wrote {output}: {Quantity.Of(drawn, "change")}, before and after")
                : $"no mask, area or slice changed, {output} was not written"
        );
    }

    private void Say(Terminal terminal, string line)
    {
        if (!Settings.Quiet)
        {
            terminal.Error.WriteLine($"lungseg: {line}");
        }
    }
}

using System.Globalization;
using LungSeg.Cli.Output;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Conversion;
using LungSeg.Core.Datasets;
using LungSeg.Core.Matching;
using LungSeg.Core.Matching.Documents;

namespace LungSeg.Cli.Commands;

/// <summary>Request of <c>match</c>.</summary>
internal sealed record MatchRequest : CommandRequest
{
    /// <summary>The collection: a folder, or an index of one.</summary>
    public required string Lidc { get; init; }

    /// <summary>CSV to write, one line a row; <c>-</c> for standard output.</summary>
    public string? Csv { get; init; }

    public override IEnumerable<string> LaterInputs => LidcSource.ListFiles(Lidc);

    public override IEnumerable<string> Targets => [.. base.Targets, .. Csv is null or "-" ? [] : new[] { Csv }];

    protected override IEnumerable<string> FinalFiles => Targets;

    private bool WritesPickle =>
        Settings.Output is { } output
        && (output.Contains(".pkl", StringComparison.Ordinal) || output.Contains(".pickle", StringComparison.Ordinal));

    public override ExitCode Execute(Terminal terminal)
    {
        var output = Settings.GetOutputFile();
        if (output is not null && !WritesPickle && !output.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"-o {output}: the output is a table, .csv, or the data with its columns, .pkl");
        }
        if (Csv == "-" && (Settings.Json || Settings.JsonLines))
        {
            throw new UsageException("--csv - and --json both go to standard output; give the CSV a file");
        }
        if (WritesPickle && Settings.Inputs.Contains("-"))
        {
            throw new UsageException("-o FILE.pkl reads the inputs twice, and standard input can be read once; write a .csv");
        }
        LidcSource.RefuseMissing(Lidc);
        using var session = OpenInputs(terminal);
        if (session.Dataset.Inputs.Count == 0)
        {
            return session.Code;
        }
        var choice = session.Choose(Settings, terminal);
        using var lidc = LidcSource.Open(Lidc, Settings, terminal, keepsSlices: true);
        using var progress = Progress.Start(terminal, choice.Rows.Count, Settings.Quiet);
        var report = SliceMatcher.Match(
            choice.Rows,
            lidc.Index,
            new MatchOptions
            {
                Collection = lidc.Collection,
                Jobs = Settings.Jobs,
                RowDone = progress.Advance,
            }
        );
        progress.Finish();
        Write(session.Dataset, report, terminal);
        session.WriteLesionNotes(Settings, terminal);
        var code = WritesPickle ? WritePickle(report, terminal) : ExitCode.Done;
        return ExitCodes.Worst(session.Code, code, lidc.Code);
    }

    private void Write(Dataset dataset, MatchReport report, Terminal terminal)
    {
        foreach (var note in Settings.Quiet ? [] : report.Notes)
        {
            terminal.Error.WriteLine($"lungseg: {PrintableText.Escape(note)}");
        }
        string?[] tables = [Csv, WritesPickle ? null : Settings.Output];
        foreach (var path in tables.OfType<string>().Where(path => path != "-"))
        {
            TextFile.Write(path, Settings.Force, text => MatchWriter.WriteCsv(report, text));
            if (!Settings.Quiet)
            {
                terminal.Error.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"lungseg: wrote {path}: {Quantity.Of(report.Matches.Count, "row")}")
                );
            }
        }
        if (Csv == "-")
        {
            MatchWriter.WriteCsv(report, terminal.Out);
        }
        else if (Settings.Json)
        {
            terminal.Out.Write(MatchWriter.ToText(report, dataset.InputFiles));
        }
        else if (Settings.JsonLines)
        {
            foreach (var match in report.Matches)
            {
                terminal.Out.WriteLine(MatchWriter.ToLine(match));
            }
        }
        else
        {
            MatchTable.Write(report, terminal);
        }
    }

    /// <summary>Writes the data with the columns in: what <c>convert --columns-from</c> writes of the joined table.</summary>
    private ExitCode WritePickle(MatchReport report, Terminal terminal)
    {
        var table = Path.Combine(Path.GetTempPath(), $"lungseg-match-{Guid.NewGuid():N}.csv");
        try
        {
            TextFile.Write(table, overwrite: false, text => MatchWriter.WriteCsv(report, text));
            return new ConvertRequest
            {
                Settings = Settings with { Reading = Settings.Reading with { JoinedFile = table, JoinedFileKey = "row" } },
                Conversion = new ConversionOptions { Output = Settings.Output!, Format = "pickle" },
            }.Execute(terminal);
        }
        finally
        {
            File.Delete(table);
        }
    }
}

using LungSeg.Cli.Configuration;
using LungSeg.Cli.Output;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Cards;
using LungSeg.Core.Datasets;

namespace LungSeg.Cli.Commands;

/// <summary>Request of <c>card</c>.</summary>
internal sealed record CardRequest : CommandRequest
{
    /// <summary>card.toml to write; null for none.</summary>
    public string? Init { get; init; }

    /// <summary>Document to write, one of <see cref="CardFiles.All"/>; null for none.</summary>
    public string? File { get; init; }

    /// <summary>File that statements come from; null for none.</summary>
    public string? StatementFile { get; init; }

    /// <summary>What a person says.</summary>
    public required CardStatements Statements { get; init; }

    /// <summary>Severities and limits of rules.</summary>
    public required RuleConfig Rules { get; init; }

    public override IEnumerable<string> LaterInputs => StatementFile is null ? [] : [StatementFile];

    public override IEnumerable<string> Targets => [.. base.Targets, .. Init is null ? [] : new[] { Init }];

    protected override IEnumerable<string> FinalFiles => Targets;

    public override ExitCode Execute(Terminal terminal)
    {
        if (File is null && Init is null && !Settings.Json)
        {
            throw new UsageException(
                "card writes a file: give -o croissant.json, datasheet.md or README.md, or --init card.toml, or --json"
            );
        }
        if (File is not null || Settings.Json)
        {
            CardOptions.RefuseMissing(Statements, Statements.MissingOfAll);
        }

        var output = Settings.Inputs is [var only] ? CardedOutput.Find(only) : null;
        if (output is { IsRead: false })
        {
            if (!Settings.Quiet)
            {
                terminal.Error.WriteLine(
                    $"lungseg: {PrintableText.Escape(output.Path)}: lungseg does not read {output.Format} back, so the card says what its "
                        + "manifest says; 'lungseg convert --card' measures the rows too"
                );
            }
            TryTargets();
            CheckTargets();
            return Write(output.Describe(Statements, null), output, terminal);
        }
        using var session = OpenInputs(terminal);
        if (session.Code != ExitCode.Done)
        {
            return session.Code;
        }
        IReadOnlyList<DatasetRow> rows = [.. session.Dataset.Rows];
        if (File is not null || Settings.Json)
        {
            CardOptions.RefuseMissing(Statements, Statements.GetMissing(rows));
        }
        using var progress = Progress.Start(terminal, rows.Count, Settings.Quiet);
        var options = Rules.Options with { Jobs = Settings.Jobs, RowDone = progress.Advance };
        var facts = CardFacts.Measure(session.Dataset, rows, session.Refused, options);
        progress.Finish();
        return Write(
            output is null ? DatasetCard.OfInputs(Statements, facts, session.Dataset) : output.Describe(Statements, facts),
            output,
            terminal
        );
    }

    private ExitCode Write(DatasetCard card, CardedOutput? output, Terminal terminal)
    {
        Say(card, Statements, Settings, terminal);
        if (Init is not null)
        {
            TextFile.Save(Init, card.ToTemplate(), Settings.Force);
            Tell($"wrote {Init}: {card.Missing.Count + card.LeftOpen.Count} keys are marked FILL IN");
        }
        if (Settings.Json)
        {
            terminal.Out.Write(card.ToText(CardFiles.Croissant));
        }
        if (File is not null)
        {
            var path = Settings.GetOutputFile()!;
            var isEntered = output?.Save(path, card.ToText(File), Settings.Force) ?? false;
            if (!isEntered)
            {
                TextFile.Save(path, card.ToText(File), Settings.Force);
            }
            Tell($"wrote {path}{(isEntered ? ", and entered it in the manifest" : string.Empty)}");
        }
        return ExitCode.Done;

        void Tell(string text)
        {
            if (!Settings.Quiet)
            {
                terminal.Error.WriteLine($"lungseg: {PrintableText.Escape(text)}");
            }
        }
    }

    /// <summary>Says what a card leaves open, and whether facts have changed since its file was written.</summary>
    public static void Say(DatasetCard card, CardStatements said, RunSettings settings, Terminal terminal)
    {
        if (settings.Quiet)
        {
            return;
        }
        if (card.LeftOpen.Count > 0)
        {
            terminal.Error.WriteLine(
                $"lungseg: the card leaves open: {string.Join(", ", card.LeftOpen)}; card --init card.toml writes a file to fill them in"
            );
        }
        if (card.HasOtherFacts && said.Rai.Count > 0)
        {
            terminal.Error.WriteLine(
                "lungseg: other facts are measured now than when card.toml was written: its sentences may be out of date; delete keys of "
                    + "[rai] to have them measured again"
            );
        }
    }
}

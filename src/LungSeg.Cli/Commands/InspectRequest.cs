using LungSeg.Cli.Output;
using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;

namespace LungSeg.Cli.Commands;

/// <summary>Request of <c>inspect</c>.</summary>
internal sealed record InspectRequest : CommandRequest
{
    public required InspectView View { get; init; }

    /// <summary>Whether to read the pixels for minimum, maximum and mean.</summary>
    public bool Values { get; init; }

    /// <summary>Row to draw; null for none.</summary>
    public string? Show { get; init; }

    /// <summary>Whether only the lesion and what is around it is drawn.</summary>
    public bool Zoom { get; init; }

    /// <summary>HU window for drawing.</summary>
    public string Window { get; init; } = "lung";

    public override OutputUse? MergedOutput => OutputUse.None;

    protected override IEnumerable<string> FinalFiles => Settings.Shard is null ? Targets : [];

    public override ExitCode Execute(Terminal terminal)
    {
        var output = Settings.GetOutputFile();
        if (output is not null && View != InspectView.Picture && Settings.Shard is null)
        {
            throw new UsageException("-o goes with --show, and with --shard; send other output to a file with '>'");
        }

        if (Zoom && View != InspectView.Picture)
        {
            throw new UsageException("--zoom goes with --show ROW");
        }

        if (Settings.Shard is not null && View is InspectView.Picture or InspectView.Globals or InspectView.GlobalsJson)
        {
            throw new UsageException("--shard does not go with --show or --globals");
        }

        OutputKind.RequirePicture(View == InspectView.Picture ? output : null);
        Settings.RefuseNamelessShard(output);
        using var session = OpenInputs(terminal);
        if (session.Dataset.Inputs.Count == 0)
        {
            return session.Code;
        }

        switch (View)
        {
            case InspectView.Globals or InspectView.GlobalsJson:
                GlobalsOutput.Write(session.Dataset, View == InspectView.GlobalsJson, terminal.Out);
                break;
            case InspectView.Picture:
                ShowRow.Run(session, this, terminal);
                break;
            default:
                Describe(session, terminal);
                break;
        }

        return session.Code;
    }

    private void Describe(InputSession session, Terminal terminal)
    {
        var choice = session.Choose(Settings, terminal);
        var rows = choice.Rows;
        using var work = Settings.StartWork(session.Dataset, choice);
        var figures = Values ? ShardedFigures.Compute(work) : null;
        if (work.IsShard)
        {
            Settings.FinishShard(work, terminal);
            return;
        }

        switch (View)
        {
            case InspectView.JsonLines:
                InspectJson.WriteLines(session.Dataset, choice, figures, terminal.Out);
                break;
            case InspectView.Json:
                InspectJson.Write(session.Dataset, DatasetSummary.Create(session.Dataset, rows), figures, terminal.Out);
                break;
            default:
                InspectTable.Write(session.Dataset, DatasetSummary.Create(session.Dataset, rows), figures, terminal);
                break;
        }
    }
}

/// <summary>What <c>inspect</c> prints.</summary>
internal enum InspectView
{
    Table,
    Json,
    JsonLines,
    Globals,
    GlobalsJson,
    Picture,
}

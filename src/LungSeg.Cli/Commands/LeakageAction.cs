using LungSeg.Cli.Output;
using LungSeg.Core.Grouping;

namespace LungSeg.Cli.Commands;

/// <summary>
/// <c>split --leakage A B</c>: slices that two data sets share; <c>split --leakage A</c>: near-identical slices within one.
/// </summary>
internal static class LeakageAction
{
    public static ExitCode Run(LeakageRequest request, Terminal terminal)
    {
        if (request.Inputs.Count > 2)
            throw new UsageException("--leakage compares two files or looks within one; it was given more");
        if (request.Threshold is { } given && !(given is > 0 and <= 1))
            throw new UsageException("--threshold takes a number above 0 and up to 1");
        using var session = InputSession.Open(request.Inputs, request.Open, terminal);
        if (session.Dataset.Inputs.Count < request.Inputs.Count)
            return session.Code;
        var rows = session.Select(request.Selection);
        var first = rows.Where(row => row.Input == session.Dataset.Inputs[0]).ToArray();
        var second = request.Inputs.Count == 2 ? rows.Where(row => row.Input == session.Dataset.Inputs[1]).ToArray() : null;

        using var progress = Progress.Start(terminal, "rows", rows.Count, request.Quiet);
        var options = new LeakageOptions { Jobs = request.Jobs, RowDone = progress.Advance };
        var report = LeakageSearch.Find(
            first,
            second,
            request.Threshold is { } threshold ? options with { Threshold = threshold } : options
        );
        progress.Finish();
        if (request.Json)
            LeakageJson.Write(session.Dataset, report, terminal.Out);
        else
            LeakageTable.Write(session.Dataset, report, (terminal, request.Color));
        if (request.Output is { } sheet && report.Pairs.Count > 0)
        {
            var drawn = LeakageSheet.Write(sheet, report, request.Force);
            if (!request.Quiet)
                terminal.Error.WriteLine($"lungseg: wrote {sheet}: the {drawn} most alike pairs side by side");
        }
        else if (request.Output is not null && !request.Quiet)
        {
            terminal.Error.WriteLine($"lungseg: no pairs, {request.Output} was not written");
        }

        return session.Code != ExitCode.Done ? session.Code
            : report.Pairs.Count > 0 ? ExitCode.Findings
            : ExitCode.Done;
    }
}

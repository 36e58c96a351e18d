using LungSeg.Core.Datasets;

namespace LungSeg.Cli.Commands;

/// <summary>What <c>--group</c> means: the groups that a split keeps together.</summary>
internal static class SplitGroups
{
    /// <summary>Scans are inferred from the slices.</summary>
    public const string Infer = "infer";

    /// <summary>Every row is a group of its own.</summary>
    public const string None = "none";

    /// <summary>Group of each row.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<DatasetRow> rows, SplitRequest request)
    {
        if (request.Group is None or Infer)
            return [.. rows.Select((_, i) => $"g{i + 1:D4}")];
        var of = File.ReadLines(request.Group).Skip(1).Select(line => line.Split(',')).ToDictionary(f => f[0], f => f[1]);
        return [.. rows.Select(row => of[row.Name])];
    }
}

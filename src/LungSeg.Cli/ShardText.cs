using System.Globalization;
using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;

namespace LungSeg.Cli;

/// <summary>Reads <c>--shard</c>: I/N, or auto for the part that an array job gives this process.</summary>
internal static class ShardText
{
    private const string Option = "--shard";
    private const string SlurmId = "SLURM_ARRAY_TASK_ID";
    private const string KubernetesIndex = "JOB_COMPLETION_INDEX";

    public static Shard Parse(string text, Terminal terminal)
    {
        if (text == "auto")
            return Auto(terminal);
        return Shard.TryParse(text, out var shard)
            ? shard
            : throw new UsageException($"--shard is '{text}', expected I/N with I from 0 to N - 1, for example 0/4, or auto");
    }

    /// <summary>The part of a run that <c>--shard</c> asks for; null for the whole.</summary>
    /// <param name="text">Value of the option.</param>
    /// <param name="read">Value of --rows, and the inputs: whoever joins the shards reads them again.</param>
    /// <param name="terminal">Where the words of the command and the array job stand.</param>
    public static ShardRun? Run(string? text, (string? Rows, IReadOnlyList<string> Inputs) read, Terminal terminal)
    {
        if (text is null)
            return null;
        if (read.Inputs.Contains("-") || read.Rows == "@-")
            throw new UsageException(
                "--shard needs inputs and lists of rows that can be read again when the shards are joined; standard input cannot"
            );
        return new ShardRun(Parse(text, terminal), Without(terminal.Arguments));
    }

    /// <summary>The words of a command without --shard.</summary>
    private static List<string> Without(IReadOnlyList<string> words)
    {
        var kept = new List<string>();
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == Option)
                i++;
            else if (
                !words[i].StartsWith(Option + "=", StringComparison.Ordinal) && !words[i].StartsWith(Option + ":", StringComparison.Ordinal)
            )
                kept.Add(words[i]);
        }

        return kept;
    }

    private static Shard Auto(Terminal terminal)
    {
        if (Number(terminal, SlurmId) is { } id)
        {
            var step = Number(terminal, "SLURM_ARRAY_TASK_STEP") ?? 1;
            var first = Number(terminal, "SLURM_ARRAY_TASK_MIN") ?? 0;
            if (step < 1 || (id - first) % step != 0)
                throw new UsageException($"--shard auto: {SlurmId} is {id}, which is no step of {step} from {first} on");
            return Checked((id - first) / step, Needed(terminal, "SLURM_ARRAY_TASK_COUNT", SlurmId), SlurmId);
        }

        if (Number(terminal, KubernetesIndex) is { } index)
            return Checked(index, Needed(terminal, "JOB_COMPLETIONS", KubernetesIndex), KubernetesIndex);
        throw new UsageException(
            $"--shard auto needs {SlurmId} (Slurm array) or {KubernetesIndex} and JOB_COMPLETIONS (Kubernetes) in the environment; "
                + "give I/N instead"
        );
    }

    private static Shard Checked(int index, int count, string name) =>
        index >= 0 && index < count
            ? new Shard(index, count)
            : throw new UsageException($"--shard auto: by {name} this is shard {index} of {count}");

    private static int Needed(Terminal terminal, string name, string other) =>
        Number(terminal, name) ?? throw new UsageException($"--shard auto: {other} is set but {name} is not");

    private static int? Number(Terminal terminal, string name)
    {
        if (terminal.Variable(name) is not { Length: > 0 } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UsageException($"{name} is '{text}', expected a number");
    }
}

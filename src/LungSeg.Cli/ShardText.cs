using System.Globalization;
using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;

namespace LungSeg.Cli;

/// <summary>Parses <c>--shard</c>: I/N, or auto for the shard that an array job assigns to this process.</summary>
internal static class ShardText
{
    private const string Option = "--shard";
    private const string SlurmId = "SLURM_ARRAY_TASK_ID";
    private const string KubernetesIndex = "JOB_COMPLETION_INDEX";

    public static Shard Parse(string text, Terminal terminal)
    {
        if (text == "auto")
        {
            return FindShard(terminal);
        }

        return Shard.TryParse(text, out var shard)
            ? shard
            : throw new UsageException($"--shard is '{text}', expected I/N with I from 0 to N - 1, for example 0/4, or auto");
    }

    /// <summary>The request for a shard, with the command line that the merge repeats.</summary>
    public static ShardRun CreateRun(Shard shard, IReadOnlyList<string> words)
    {
        var whole = new List<string>();
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == Option)
            {
                i++;
            }
            else if (
                !words[i].StartsWith(Option + "=", StringComparison.Ordinal) && !words[i].StartsWith(Option + ":", StringComparison.Ordinal)
            )
            {
                whole.Add(words[i]);
            }
        }

        return new ShardRun(shard, whole);
    }

    private static Shard FindShard(Terminal terminal)
    {
        if (ReadNumber(terminal, SlurmId) is { } id)
        {
            var step = ReadNumber(terminal, "SLURM_ARRAY_TASK_STEP") ?? 1;
            var first = ReadNumber(terminal, "SLURM_ARRAY_TASK_MIN") ?? 0;
            if (step < 1 || (id - first) % step != 0)
            {
                throw new UsageException($"--shard auto: {SlurmId} is {id}, which is not a step of {step} from {first} on");
            }

            return CreateShard((id - first) / step, ReadCount(terminal, "SLURM_ARRAY_TASK_COUNT", SlurmId), SlurmId);
        }

        if (ReadNumber(terminal, KubernetesIndex) is { } index)
        {
            return CreateShard(index, ReadCount(terminal, "JOB_COMPLETIONS", KubernetesIndex), KubernetesIndex);
        }

        throw new UsageException(
            $"--shard auto needs {SlurmId} (Slurm array) or {KubernetesIndex} and JOB_COMPLETIONS (Kubernetes) in the environment; "
                + "give I/N instead"
        );
    }

    private static Shard CreateShard(int index, int count, string name) =>
        index >= 0 && index < count
            ? new Shard(index, count)
            : throw new UsageException($"--shard auto: by {name} this is shard {index} of {count}");

    private static int ReadCount(Terminal terminal, string name, string other) =>
        ReadNumber(terminal, name) ?? throw new UsageException($"--shard auto: {other} is set but {name} is not");

    private static int? ReadNumber(Terminal terminal, string name)
    {
        if (terminal.Variable(name) is not { Length: > 0 } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UsageException($"{name} is '{text}', expected a number");
    }
}

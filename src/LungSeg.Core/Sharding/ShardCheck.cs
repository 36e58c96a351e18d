using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;

namespace LungSeg.Core.Sharding;

/// <summary>Checks that shards belong together: that they are of one run, complete, and of the run that joins them.</summary>
internal static class ShardCheck
{
    private const int MaxMissing = 20;
    private const int LongestChoice = 120;

    /// <summary>Throws where two shards are of different runs.</summary>
    public static void CheckSameRun(OpenedShard first, OpenedShard other)
    {
        var (a, b) = (first.Description, other.Description);
        var difference =
            a.Version != b.Version ? $"version {b.Version} of lungseg made it, the other is by {a.Version}"
            : a.Shard.Count != b.Shard.Count
                ? string.Create(CultureInfo.InvariantCulture, $"it is one of {b.Shard.Count}, the other one of {a.Shard.Count}")
            : !a.Inputs.SequenceEqual(b.Inputs) ? "it was made of other inputs"
            : a.Plan != b.Plan ? DescribeChoice(a, b) ?? "it was made with other parameters or of other rows"
            : null;
        if (difference is not null)
        {
            throw FormatError.Corrupt(other.Source, $"this is not a shard of the run of {first.Path}: {difference}");
        }
    }

    /// <summary>How the rows of two shards were chosen, where that differs; null where it does not.</summary>
    private static string? DescribeChoice(ShardDescription first, ShardDescription other)
    {
        static string List(IEnumerable<string> choice) =>
            choice.ToArray() is { Length: > 0 } texts
                ? string.Join(' ', texts.Select(text => PrintableText.Escape(text, LongestChoice)))
                : "nothing more";
        return first.Choice.SequenceEqual(other.Choice)
            ? null
            : $"its rows are chosen by {List(other.Choice.Except(first.Choice))}, those of the other by "
                + List(first.Choice.Except(other.Choice));
    }

    /// <summary>Throws where a shard is missing or given twice.</summary>
    /// <param name="shards">Shards of one run, in the order of their indices.</param>
    public static void CheckComplete(IReadOnlyList<OpenedShard> shards)
    {
        for (var i = 1; i < shards.Count; i++)
        {
            if (shards[i].Shard.Index == shards[i - 1].Shard.Index)
            {
                var twins = shards.Where(folder => folder.Shard.Index == shards[i].Shard.Index).Select(folder => folder.Path);
                throw FormatError.Corrupt(shards[i].Source, $"shard {shards[i].Shard} is given twice: {string.Join(" and ", twins)}");
            }
        }

        var count = shards[0].Shard.Count;
        var missing = count - shards.Count;
        if (missing == 0)
        {
            return;
        }

        // The count comes from a file, so no list of that length is allocated.
        var given = shards.Select(folder => folder.Shard.Index).ToHashSet();
        var first = Enumerable.Range(0, count).Where(index => !given.Contains(index)).Take(MaxMissing);
        throw FormatError.Corrupt(
            shards[0].Source,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{missing} of {count} shards are missing: {string.Join(", ", first)}{(missing > MaxMissing ? " and more" : string.Empty)}"
            )
        );
    }

    /// <summary>Throws where a shard was made by another version, or its rows or parameters differ from those of the current run.</summary>
    /// <param name="shard">Any shard of the run.</param>
    /// <param name="plan">The <see cref="ShardPlan"/> of the current run.</param>
    public static void CheckPlan(OpenedShard shard, string plan)
    {
        var made = shard.Description;
        if (made.Version != ToolVersion.Text)
        {
            throw FormatError.Unsupported(
                shard.Source,
                $"version {made.Version} of lungseg made it, this is {ToolVersion.Text}; join shards with the version that made them"
            );
        }
        if (made.Plan != plan)
        {
            throw FormatError.Corrupt(
                shard.Source,
                "the rows or parameters are not those of today's run: an input, or a file that an option names, has changed since "
                    + "the shards were made"
            );
        }
    }

    /// <summary>Throws where an input has changed since the shard was made.</summary>
    /// <param name="shard">Any shard of the run.</param>
    /// <param name="digests">SHA-256 of each input in the current run.</param>
    public static void CheckInputs(OpenedShard shard, IReadOnlyList<string> digests)
    {
        if (!shard.Description.Inputs.SequenceEqual(digests))
        {
            throw FormatError.Corrupt(shard.Source, "an input has changed since the shards were made");
        }
    }
}

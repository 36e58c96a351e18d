using System.Diagnostics;
using LungSeg.Core.Formats;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Pickle;

/// <summary>20,000 pickles with a few bytes changed: only DatasetFormatException may come of it, in time and in bounded memory.</summary>
[Collection(Measured.Name)]
public sealed class PickleByteFlipTests(ITestOutputHelper output)
{
    private const int Seed = 20240312;
    private const int FlipsPerFixture = 1250;

    private static readonly string[] Fixtures =
    [
        "frame_p0.pkl",
        "frame_p2.pkl",
        "frame_p4.pkl",
        "frame_p5.pkl",
        "frame_columns_p5.pkl",
        "frame_rich_p2.pkl",
        "frame_rich_p4.pkl",
        "frame_rich_p5.pkl",
        "index_multi_p4.pkl",
        "labels_numpy_p2.pkl",
        "list_of_dicts_p4.pkl",
        "dict_of_stacks_p2.pkl",
        "dict_of_text_arrays_p4.pkl",
        "stack_fortran_p2.pkl",
        "series_arrays_p0.pkl",
        "shared_rows_p5.pkl",
    ];

    [Fact]
    public void Exercise_FlippedBytes_NothingElseEscapes()
    {
        var random = new Random(Seed);
        var (cases, refused) = (0, 0);
        var (longest, most) = (TimeSpan.Zero, 0L);
        var clock = Stopwatch.StartNew();
        foreach (var name in Fixtures)
        {
            var whole = ExpectedTables.Bytes(name);
            for (var i = 0; i < FlipsPerFixture; i++)
            {
                var (pickle, what) = Flip(whole, random);
                foreach (var leniency in (ReadOnlySpan<Leniency>)[Leniency.Strict, Leniency.Salvage])
                {
                    var (allocatedBefore, started) = (GC.GetTotalAllocatedBytes(), clock.Elapsed);
                    try
                    {
                        refused += PickleProbe.Exercise(pickle, leniency) is null ? 0 : 1;
                    }
                    catch (Exception e)
                    {
                        Assert.Fail($"{name}, seed {Seed}, case {i}, {what}, {leniency}: {e}");
                    }

                    var (allocated, took) = (GC.GetTotalAllocatedBytes() - allocatedBefore, clock.Elapsed - started);
                    Assert.True(
                        allocated <= (64L << 20) + (4L * pickle.Length),
                        $"{name}, {what}, {leniency}: {allocated} bytes allocated"
                    );
                    Assert.True(took < TimeSpan.FromSeconds(5), $"{name}, {what}, {leniency}: {took}");
                    (longest, most) = (took > longest ? took : longest, Math.Max(most, allocated));
                    cases++;
                }
            }
        }

        output.WriteLine(
            $"{cases} cases, {refused} refused, {clock.Elapsed.TotalSeconds:F1} s in all, "
                + $"longest {longest.TotalMilliseconds:F1} ms, most {most / 1048576.0:F2} MB"
        );
        Assert.Equal(2 * Fixtures.Length * FlipsPerFixture, cases);
        Assert.InRange(refused, cases / 20, cases - 1);
    }

    /// <summary>One to four bytes; half of the time among those that are not pixels.</summary>
    private static (byte[] Pickle, string What) Flip(byte[] whole, Random random)
    {
        var pickle = whole.AsSpan().ToArray();
        var places = new List<string>();
        for (var n = random.Next(1, 5); n > 0; n--)
        {
            var at = random.Next(2) == 0 ? random.Next(whole.Length) : random.Next(Math.Min(whole.Length, 900));
            pickle[at] =
                random.Next(3) == 0
                    ? "(.)]}012NRabceghjlopqrstu\u0080\u0081\u0085\u0086\u0087\u0093\u0094\u0096"u8[random.Next(24)]
                    : (byte)random.Next(256);
            places.Add($"[{at}]={pickle[at]:x2}");
        }

        return (pickle, string.Join(' ', places));
    }
}

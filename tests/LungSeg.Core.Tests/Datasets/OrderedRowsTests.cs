using LungSeg.Core.Datasets;
using Xunit;

namespace LungSeg.Core.Tests.Datasets;

public sealed class OrderedRowsTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 4)]
    [InlineData(500, 1)]
    [InlineData(500, 4)]
    public void Run_AnyJobs_WritesEachRowOnceInOrder(int count, int jobs)
    {
        var written = new List<(int, int)>();
        OrderedRows.Run(count, jobs, i => i * i, (i, square) => written.Add((i, square)));
        Assert.Equal(Enumerable.Range(0, count).Select(i => (i, i * i)), written);
    }

    [Fact]
    public void Run_SlowFirstRow_KeepsFewRowsAhead()
    {
        var (encoded, most) = (0, 0);
        OrderedRows.Run(
            200,
            3,
            i =>
            {
                Interlocked.Increment(ref encoded);
                if (i == 0)
                {
                    Thread.Sleep(50);
                }
                return i;
            },
            (i, _) => most = Math.Max(most, Volatile.Read(ref encoded) - i)
        );
        Assert.InRange(most, 1, 7);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_AFailure_StopsTheRestAndIsThrown(bool inEncode)
    {
        var written = 0;
        var error = Assert.Throws<InvalidDataException>(() =>
            OrderedRows.Run(
                10_000,
                4,
                i => inEncode && i == 20 ? throw new InvalidDataException("row 20") : i,
                (i, _) =>
                {
                    written++;
                    if (!inEncode && i == 20)
                    {
                        throw new InvalidDataException("row 20");
                    }
                }
            )
        );
        Assert.Equal("row 20", error.Message);
        Assert.InRange(written, inEncode ? 0 : 21, 60);
    }

    [Fact]
    public void Run_SeveralFailures_ThrowsThatOfTheFirstRow()
    {
        using var later = new ManualResetEventSlim();
        var error = Assert.Throws<InvalidDataException>(() =>
            OrderedRows.Run(
                2,
                2,
                i =>
                {
                    if (i == 0)
                    {
                        later.Wait(TimeSpan.FromSeconds(30));
                        Thread.Sleep(30);
                    }

                    later.Set();
                    return i < 0 ? i : throw new InvalidDataException($"row {i}");
                },
                (_, _) => { }
            )
        );
        Assert.Equal("row 0", error.Message);
    }

    [Fact]
    public void Run_AFailure_DisposesOfWhatWasNotWritten()
    {
        var open = 0;
        Assert.Throws<InvalidDataException>(() =>
            OrderedRows.Run(
                50,
                4,
                i =>
                {
                    if (i == 0)
                    {
                        Thread.Sleep(30);
                        throw new InvalidDataException();
                    }

                    Interlocked.Increment(ref open);
                    return new Counted(() => Interlocked.Decrement(ref open));
                },
                (_, row) => row.Dispose()
            )
        );
        Assert.Equal(0, open);
    }

    private sealed class Counted(Action disposed) : IDisposable
    {
        public void Dispose() => disposed();
    }
}

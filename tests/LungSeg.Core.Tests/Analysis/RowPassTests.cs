using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;
using LungSeg.Core.Tests.Statistics;
using Xunit;

namespace LungSeg.Core.Tests.Analysis;

public sealed class RowPassTests : IDisposable
{
    private const int Rows = 9;
    private readonly StatisticsFile _file = new(2, 2, [.. Enumerable.Range(0, 4 * Rows).Select(value => (double)value)], null, null);
    private readonly Dataset _dataset;

    public RowPassTests() => _dataset = Dataset.Open(_file.Path);

    public void Dispose()
    {
        _dataset.Dispose();
        _file.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_SeveralConsumers_ShareTheAnalysisAndKeepTheOrderOfRows(int jobs)
    {
        using var work = new RowWork([.. _dataset.Rows], jobs);
        var pass = new RowPass(work);
        var analyses = pass.Add(new RowStep<RowAnalysis>("first", analysis => analysis, _ => throw new NotSupportedException()));
        var maxima = pass.Add(Maximum, maximum => maximum + 0.5);
        var seen = new RowAnalysis?[Rows];
        pass.Add(analysis => seen[analysis.Row.Index] = analysis);
        var done = 0;
        pass.Run(() => Interlocked.Increment(ref done));
        Assert.Equal(Enumerable.Range(0, Rows).Select(row => (4 * row) + 3.5), maxima);
        Assert.Equal(analyses, seen);
        Assert.Equal(Rows, done);
    }

    [Fact]
    public void Run_RowThatDoesNotCount_IsNotShownToLaterConsumers()
    {
        using var work = new RowWork([.. _dataset.Rows], 2);
        var pass = new RowPass(work);
        var all = pass.Add(Maximum);
        pass.AddFilter((row, _) => row % 2 == 0);
        var even = pass.Add(Maximum);
        pass.Run(rowDone: null);
        Assert.Equal([3, 7, 11, 15], all[..4]);
        Assert.Equal([3, 0, 11, 0], even[..4]);
    }

    [Fact]
    public void Run_SeveralRowsThatFail_ThrowsWhatTheFirstThrew()
    {
        using var work = new RowWork([.. _dataset.Rows], 3);
        var pass = new RowPass(work);
        pass.AddFilter((row, _) => row < 4 ? true : throw new InvalidOperationException($"row {row}"));
        Assert.Equal("row 4", Assert.Throws<InvalidOperationException>(() => pass.Run(rowDone: null)).Message);
    }

    private static RowStep<double> Maximum { get; } =
        new("maximum", analysis => analysis.Scan(analysis.HuOld!).Max, _ => PieceCodec.ForUnmanaged<double>());
}

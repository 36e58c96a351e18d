using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using LungSeg.Core.Validation;
using Xunit;

namespace LungSeg.Core.Tests.Validation;

public sealed class NearestRowsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Add_PairsOfTwoInputs_KeepsTheFirstOfTheMostAlike()
    {
        string[] paths =
        [
            new PlantedSet().Write(Path.Combine(_folder.FullName, "a.pkl")),
            new PlantedSet().Write(Path.Combine(_folder.FullName, "b.pkl")),
        ];
        using var dataset = Dataset.Open(paths, new DatasetOptions());
        var rows = dataset.Inputs.SelectMany(input => dataset.Rows.Where(row => row.Input == input).Take(3)).ToArray();
        var nearest = new NearestRows([.. rows.Select(row => new RowFacts(row))]);

        // Rows 0 to 2 are of the first input, 3 to 5 of the second.
        SlicePair[] pairs =
        [
            new(0, 2, IsExact: true, 1),
            new(1, 2, IsExact: false, 0.96),
            new(0, 4, IsExact: false, 0.5),
            new(1, 4, IsExact: false, 0.7),
            new(2, 4, IsExact: false, 0.7),
            new(3, 4, IsExact: false, 0.4),
            new(1, 5, IsExact: false, 1),
            new(2, 5, IsExact: true, 1),
        ];
        Array.ForEach(pairs, nearest.Add);
        Assert.Equal([pairs[1], pairs[5]], nearest.InInput);
        Assert.Equal([pairs[3], pairs[7]], nearest.InOthers);
    }
}

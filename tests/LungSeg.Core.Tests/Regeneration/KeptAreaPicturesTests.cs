using LungSeg.Core.Datasets;
using LungSeg.Core.Imaging;
using LungSeg.Core.Regeneration;
using LungSeg.Core.Tests.Validation;
using LungSeg.Thresholding;
using Xunit;

namespace LungSeg.Core.Tests.Regeneration;

public sealed class KeptAreaPicturesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    // hu_array is what refined keeps, less 10 lung pixels and with 7 others.
    [Fact]
    public void Draw_PlantedDifference_IsRedAndGreen()
    {
        var set = new PlantedSet();
        var row = set.Rows[0];
        var lung = new byte[row.HuOld.Length];
        RefinedMasker.FindLungs(row.HuOld, row.Side, row.Side).Labels.CopyTo(lung);
        int[] lost = [.. Pixels(i => lung[i] != 0 && row.HuOld[i] != 0).Take(10)];
        int[] gained = [.. Pixels(i => lung[i] == 0 && row.HuOld[i] is not 0 and > -200).Take(7)];
        row.Keep(i => (lung[i] != 0 && !lost.Contains(i)) || gained.Contains(i));
        using var dataset = Dataset.Open(set.Write(Path.Combine(_folder.FullName, "set.pkl")));
        var pictures = KeptAreaPictures.Draw(dataset.Rows.First());
        Assert.Equal((10, 7), (pictures.Lost, pictures.Gained));
        var (slice, difference) = (pictures.Slice.Picture, pictures.Difference.Picture);
        Assert.Equal([.. lost.Concat(gained).Order()], Pixels(i => slice.Pixels[i] != difference.Pixels[i]));
        Assert.All(lost, i => Assert.True(difference.Pixels[i].Red > difference.Pixels[i].Green));
        Assert.All(gained, i => Assert.True(difference.Pixels[i].Green > difference.Pixels[i].Red));
        Assert.Equal(RgbColor.OutlineOverDifference, pictures.Difference.Outline);

        IEnumerable<int> Pixels(Func<int, bool> holds) => Enumerable.Range(0, row.HuOld.Length).Where(holds);
    }
}

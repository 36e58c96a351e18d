namespace LungSeg.Thresholding.Tests;

public class ChestAreasTests
{
    [Fact]
    public void Find_PlainChest_GivesTheDrawnBodyAndTheLungsOfRefined()
    {
        var hu = Chest.Create().Hu;
        var areas = ChestAreas.Find(hu, Chest.Rows, Chest.Columns);
        var drawn = Chest.Body().Hu.Select(value => value == 40 ? (byte)1 : (byte)0).ToArray();

        Assert.True(Chest.Dice(areas.Body.ToArray(), drawn) > 0.99);
        Assert.Equal(RefinedMasker.FindLungs(hu, Chest.Rows, Chest.Columns).Labels.ToArray(), areas.Lungs.Labels.ToArray());
        Assert.Equal(2, areas.Lungs.Count);
    }

    [Fact]
    public void Find_BodyWithoutAir_IsABodyWithoutLungs()
    {
        var areas = ChestAreas.Find(Chest.Body().Hu, Chest.Rows, Chest.Columns);

        Assert.Equal(0, areas.Lungs.Count);
        Assert.Equal(1, areas.Body[(130 * Chest.Columns) + 160]);
        Assert.Equal(0, areas.Body[0]);
    }

    [Fact]
    public void Find_AirAlone_IsNoBody()
    {
        var areas = ChestAreas.Find(new Canvas(32, 32, -1000).Hu, 32, 32);

        Assert.Equal(0, areas.Lungs.Count);
        Assert.Equal(-1, areas.Body.IndexOfAnyExcept((byte)0));
        Assert.Throws<ArgumentException>(() => ChestAreas.Find(new double[3], 2, 2));
    }
}

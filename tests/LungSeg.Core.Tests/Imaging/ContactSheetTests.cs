using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Core.Tests.Imaging;

public sealed class ContactSheetTests
{
    private static readonly RgbColor Green = new(0, 200, 0);

    [Fact]
    public void Render_FiveTilesInThreeColumns_HasTwoRows()
    {
        var tiles = Enumerable.Repeat(new ContactSheetTile(new RgbImage(20, 20, Green), ""), 5).ToArray();

        var sheet = ContactSheet.Render(
            tiles,
            new ContactSheetOptions
            {
                Columns = 3,
                TileSize = 20,
                Margin = 2,
            }
        );

        // Rows: margin 2, then twice 20 + caption line 11 + margin 2. Columns: 2 + 3 * 22.
        Assert.Equal((68, 68), (sheet.Height, sheet.Width));
        Assert.Equal(5 * 400, sheet.Pixels.ToArray().Count(pixel => pixel == Green));
        Assert.Equal(Green, sheet[2, 2]);
        Assert.Equal(Green, sheet[35, 24]);
        Assert.NotEqual(Green, sheet[35, 46]);
    }

    [Fact]
    public void Render_WidePicture_IsShrunkAndCentred()
    {
        var sheet = ContactSheet.Render(
            [new(new RgbImage(20, 80, Green), "")],
            new ContactSheetOptions
            {
                Columns = 1,
                TileSize = 40,
                Margin = 0,
            }
        );

        // 20 x 80 fits as 10 x 40, 15 rows from the top.
        Assert.Equal(Enumerable.Range(15, 10), Enumerable.Range(0, sheet.Height).Where(row => sheet[row, 0] == Green));
        Assert.Equal(400, sheet.Pixels.ToArray().Count(pixel => pixel == Green));
    }

    [Fact]
    public void Render_SmallPicture_GrowsByAWholeFactor()
    {
        var sheet = ContactSheet.Render(
            [new(new RgbImage(7, 5, Green), "")],
            new ContactSheetOptions
            {
                Columns = 1,
                TileSize = 16,
                Margin = 0,
            }
        );

        Assert.Equal(14 * 10, sheet.Pixels.ToArray().Count(pixel => pixel == Green));
    }

    [Fact]
    public void Render_Texts_AreDrawnWithinTheirTile()
    {
        var options = new ContactSheetOptions
        {
            Columns = 2,
            TileSize = 40,
            Margin = 4,
            Title = "T",
            Headings = ["A long heading", ""],
            Text = Green,
        };

        var sheet = ContactSheet.Render([new(new RgbImage(16, 16), "x")], options);

        // Title in rows 4 to 10, headings 15 to 21, tile from row 26, caption from row 68; the second heading would begin in column 48.
        Assert.Contains(Green, sheet.Row(4).ToArray());
        Assert.Contains(Green, sheet.Row(15).ToArray());
        Assert.Contains(Green, sheet.Row(70).ToArray());
        Assert.DoesNotContain(Green, Enumerable.Range(0, sheet.Height).Select(row => sheet[row, 44]));
    }

    [Fact]
    public void Render_ShrunkTileWithMask_KeepsThePureOutline()
    {
        var mask = new byte[160 * 160];
        mask[(83 * 160) + 85] = 1;
        var tile = new ContactSheetTile(new RgbImage(160, 160), "") { Mask = mask };

        var sheet = ContactSheet.Render(
            [tile],
            new ContactSheetOptions
            {
                Columns = 1,
                TileSize = 16,
                Margin = 0,
            }
        );

        // A tenth of the size: the lesion lies in (8, 8), ringed by its four neighbours.
        Assert.Equal(
            [(7, 8), (8, 7), (8, 9), (9, 8)],
            Enumerable.Range(0, 256).Select(i => (i / 16, i % 16)).Where(at => sheet[at.Item1, at.Item2] == RgbColor.LesionOutline)
        );
    }

    // Two groups of three tiles of 16 px with margins of 8: 8 + 6 * 24 pixels wide, one line of tiles.
    [Fact]
    public void InGroups_SeveralInARow_RepeatsTheHeadings()
    {
        var options = new ContactSheetOptions { TileSize = 16 }.InGroups(["a", "b", "c"], 2);
        Assert.Equal((6, "a b c a b c"), (options.Columns, string.Join(' ', options.Headings)));
        var tile = new ContactSheetTile(new RgbImage(16, 16), string.Empty);
        Assert.Equal(152, ContactSheet.Render([tile, tile, tile, tile, tile, tile], options).Width);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.InGroups(["a"], 0));
    }

    [Fact]
    public void Render_NoTile_Throws() => Assert.Throws<ArgumentException>(() => ContactSheet.Render([], new ContactSheetOptions()));

    [Fact]
    public void Render_TooManyHeadings_Throws() =>
        Assert.Throws<ArgumentException>(() =>
            ContactSheet.Render([new(new RgbImage(1, 1), "")], new ContactSheetOptions { Columns = 1, Headings = ["a", "b"] })
        );
}

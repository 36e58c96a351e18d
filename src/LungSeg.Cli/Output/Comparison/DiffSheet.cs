using LungSeg.Core.Comparison;
using LungSeg.Core.Imaging;

namespace LungSeg.Cli.Output.Comparison;

/// <summary>A contact sheet of changed rows: before, after, and what differs.</summary>
internal static class DiffSheet
{
    private const int MaxChanges = 24;
    private const int MaxGroups = 2;

    /// <summary>Writes the sheet, unless there is nothing to draw, and returns the number of changes drawn.</summary>
    public static int Write(string path, DiffReport report, bool overwrite)
    {
        var drawn = report.Changes.Where(ChangePictures.CanDraw).Take(MaxChanges).ToArray();
        if (drawn.Length == 0)
        {
            return 0;
        }
        var options = new ContactSheetOptions().InGroups(["a", "b", "gone (red), come (green)"], Math.Min(MaxGroups, drawn.Length));
        var tiles = new List<ContactSheetTile>();
        foreach (var change in drawn)
        {
            var pictures = ChangePictures.Draw(change);
            tiles.Add(pictures.A.Shrink(options.TileSize) with { Caption = change.A!.Name });
            tiles.Add(pictures.B.Shrink(options.TileSize) with { Caption = change.B!.Name });
            tiles.Add(pictures.Difference.Shrink(options.TileSize) with { Caption = DiffTable.Describe(change) });
        }

        var sheet = ContactSheet.Render(tiles, options);
        ImageFile.Save(path, ImageFile.Encode(sheet, PngOptions.Default), overwrite);
        return drawn.Length;
    }
}

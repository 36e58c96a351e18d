using System.Globalization;
using LungSeg.Core.Grouping;
using LungSeg.Core.Imaging;

namespace LungSeg.Cli.Output;

/// <summary>A contact sheet of the most alike pairs, side by side, with lesions outlined.</summary>
internal static class LeakageSheet
{
    private const int MaxPairs = 12;
    private const int MaxGroups = 3;

    /// <summary>Writes the sheet and returns the number of pairs drawn.</summary>
    public static int Write(string path, LeakageReport report, bool overwrite)
    {
        var worst = report.Pairs.Take(MaxPairs).ToArray();
        var tiles = new List<ContactSheetTile>();
        foreach (var pair in worst)
        {
            tiles.Add(RowPicture.Draw(pair.A) with { Caption = pair.A.Name });
            tiles.Add(
                RowPicture.Draw(pair.B) with
                {
                    Caption = string.Create(CultureInfo.InvariantCulture, $"{pair.B.Name}, {LeakageTable.Kind(pair)}, {pair.Score:0.000}"),
                }
            );
        }

        var sheet = ContactSheet.Render(tiles, new ContactSheetOptions().InGroups(["a", "b"], Math.Min(MaxGroups, worst.Length)));
        ImageFile.Save(path, ImageFile.Encode(sheet, PngOptions.Default), overwrite);
        return worst.Length;
    }
}

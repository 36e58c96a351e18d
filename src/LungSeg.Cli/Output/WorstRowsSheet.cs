using System.Globalization;
using LungSeg.Core.Datasets;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;
using LungSeg.Core.Regeneration;

namespace LungSeg.Cli.Output;

/// <summary>
/// A contact sheet of the worst rows of a check: slice, stored area, and what it lost and gained against the lungs of refined, each with
/// the lesion outlined.
/// </summary>
internal static class WorstRowsSheet
{
    private const int MaxRows = 12;
    private const int MaxGroups = 2;

    /// <summary>Writes the sheet and returns its rows, in reading order.</summary>
    public static IReadOnlyList<RowCheck> Write(string path, IReadOnlyList<DatasetRow> rows, IReadOnlyList<RowCheck> checks, bool overwrite)
    {
        var worst = ThresholdTable.Worst(checks).Take(MaxRows).ToArray();
        if (worst.Length == 0)
        {
            worst = [.. checks.OrderBy(check => check.LesionKept ?? 1).Take(1)];
        }
        if (worst.Length == 0)
        {
            throw new UsageException("no rows to draw");
        }
        var byName = rows.ToDictionary(row => row.Name);
        var options = new ContactSheetOptions().InGroups(
            ["slice", "stored hu_array", "against refined"],
            Math.Min(MaxGroups, worst.Length)
        );
        var tiles = new List<ContactSheetTile>();
        foreach (var check in worst)
        {
            var pictures = KeptAreaPictures.Draw(byName[check.Row]);
            var kept = check.LesionKept is { } share
                ? string.Create(CultureInfo.InvariantCulture, $"lesion kept {share:0.00}")
                : "no lesion";
            tiles.Add(pictures.Slice.Shrink(options.TileSize) with { Caption = check.Row });
            tiles.Add(pictures.Stored.Shrink(options.TileSize) with { Caption = $"{StoredAreas.Name(check.Stored)}, {kept}" });
            tiles.Add(
                pictures.Difference.Shrink(options.TileSize) with
                {
                    Caption = string.Create(CultureInfo.InvariantCulture, $"{pictures.Lost} px lost, {pictures.Gained} gained"),
                }
            );
        }

        var sheet = ContactSheet.Render(tiles, options);
        ImageFile.Save(path, ImageFile.Encode(sheet, PngOptions.Default), overwrite);
        return worst;
    }
}

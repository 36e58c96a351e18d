using LungSeg.Cli.Output;
using LungSeg.Core.Analysis;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Imaging;
using LungSeg.Core.Statistics;

namespace LungSeg.Cli.Commands;

/// <summary><c>inspect --show</c>: one slice as a picture, in the terminal with its figures, or in a file.</summary>
internal static class ShowRow
{
    // Lines of a terminal that the picture leaves: its title, and the prompt that follows.
    private const int OtherLines = 2;

    // A zoomed picture in a file is enlarged to about this many pixels.
    private const int ZoomedFileSide = 512;

    public static void Run(InputSession session, InspectRequest request, Terminal terminal)
    {
        var window = WindowText.Parse(request.Window);
        if (session.Select(new RowSelection { Items = [request.Show!] }) is not [var row])
        {
            throw new UsageException($"--show takes one row, '{request.Show}' is several");
        }

        if ((row.HuOld ?? row.Hu ?? row.Mask) is not { Shape: [> 0 and var height, > 0 and var width] } slice)
        {
            throw new UsageException($"row {row.Name} has no slice to draw");
        }

        using var sample = row.Load();
        var mask = Lesion.ReadMask(sample, slice);
        var toFile = request.Settings.Output;
        var layers = new SliceLayers
        {
            Height = (int)height,
            Width = (int)width,
            Hu = sample.ReadValues(slice),
            Mask = mask,
            Kept = toFile is null && terminal.Color >= TerminalColor.Ansi256 ? ReadKept(sample) : [],
        };
        if (toFile is not null && !request.Zoom)
        {
            Save(SlicePicture.Render(layers, window), toFile, row, request, terminal);
            return;
        }

        var view = new PictureView(SlicePicture.RenderWithoutOutline(layers, window), mask);
        if (request.Zoom)
        {
            view = view.AroundLesion() ?? throw new UsageException($"--zoom: row {row.Name} has no lesion");
        }

        if (toFile is not null)
        {
            view = view.Enlarged(ZoomedFileSide, ZoomedFileSide);
            MaskDrawing.DrawOutline(view.Picture, view.Mask, RgbColor.LesionOutline, OutlineSide.Outer);
            Save(view.Picture, toFile, row, request, terminal);
            return;
        }

        var figures = RowFiguresText.Lines(Measure(row), Math.Max(TextPage.MinWidth, terminal.Width));
        terminal.Out.WriteLine(
            $"{PrintableText.Escape(row.Name)}  {PrintableText.Escape(row.FoundLabelText ?? string.Empty)}  {request.Window} window"
        );
        var columns = terminal.Width;
        int? lines = terminal.Height is { } all ? Math.Max(1, all - OtherLines - figures.Count) : null;
        if (request.Zoom)
        {
            view = view.Enlarged(columns, 2 * (lines ?? columns));
        }

        terminal.Out.Write(TerminalPicture.Render(view.Picture, view.Mask, columns, terminal.Color, lines));
        foreach (var line in figures)
        {
            terminal.Out.WriteLine(line);
        }
    }

    private static void Save(RgbImage picture, string path, DatasetRow row, InspectRequest request, Terminal terminal)
    {
        ImageFile.Save(path, ImageFile.Encode(picture, PngOptions.Default), request.Settings.Force);
        if (!request.Settings.Quiet)
        {
            terminal.Error.WriteLine($"lungseg: wrote {path}: {PrintableText.Escape(row.Name)}, {request.Window} window");
        }
    }

    /// <summary>What hu_array keeps, where it drops something; else empty.</summary>
    private static byte[] ReadKept(CtSample sample)
    {
        if (sample.Row is not { Hu: { } hu, HuOld: { } old } || !hu.Shape.SequenceEqual(old.Shape))
        {
            return [];
        }

        var kept = new byte[old.Count];
        KeptArea.Mark(sample.ReadValues(hu), sample.ReadValues(old), kept);
        return kept.Contains((byte)0) ? kept : [];
    }

    private static RowStatistics Measure(DatasetRow row) =>
        DatasetStatistics.Measure([row], new StatisticsOptions { GetSpacing = row => row.SpacingMm }).Rows[0];
}

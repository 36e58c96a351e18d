using LungSeg.Cli.Output;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Imaging;

namespace LungSeg.Cli.Commands;

/// <summary><c>inspect --show</c>: one slice as a picture, in the terminal or in a file.</summary>
internal static class ShowRow
{
    public static void Run(InputSession session, InspectRequest request, Terminal terminal)
    {
        var window = HuWindow.TryParse(request.Window, out var found)
            ? found
            : throw new UsageException($"--window is '{request.Window}', expected lung, mediastinum, bone or LO..HI");
        if (session.Select(new RowSelection { Items = [request.Show!] }) is not [var row])
        {
            throw new UsageException($"--show takes one row, '{request.Show}' is several");
        }

        if ((row.HuOld ?? row.Hu ?? row.Mask) is not { Shape: [> 0 and var height, > 0 and var width] } slice)
        {
            throw new UsageException($"row {row.Name} has no slice to draw");
        }

        using var sample = row.Load();
        var layers = new SliceLayers
        {
            Height = (int)height,
            Width = (int)width,
            Hu = sample.ReadValues(slice),
            Mask = Lesion.ReadMask(sample, slice),
        };
        if (request.Settings.Output is { } path)
        {
            ImageFile.Save(path, ImageFile.Encode(SlicePicture.Render(layers, window), PngOptions.Default), request.Settings.Force);
            return;
        }

        terminal.Out.WriteLine(
            $"{PrintableText.Escape(row.Name)}  {PrintableText.Escape(row.FoundLabelText ?? string.Empty)}  {request.Window} window"
        );
        var picture = SlicePicture.RenderWithoutOutline(layers, window);
        terminal.Out.Write(TerminalPicture.Render(picture, layers.Mask, terminal.Width, terminal.Color));
    }
}

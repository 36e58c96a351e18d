using LungSeg.Cli.Output;
using LungSeg.Core.Datasets;
using LungSeg.Core.Imaging;

namespace LungSeg.Cli.Commands;

/// <summary><c>inspect --show</c>: one slice as a picture, in the terminal or in a file.</summary>
internal static class ShowRow
{
    private const int WidestInTerminal = 256;

    public static void Run(InputSession session, InspectRequest request, Terminal terminal)
    {
        var window = HuWindow.TryParse(request.Window, out var found)
            ? found
            : throw new UsageException($"--window is '{request.Window}', expected lung, mediastinum, bone or LO..HI");
        if (session.Select(new RowSelection { Items = [request.Show!] }) is not [var row])
            throw new UsageException($"--show takes one row, '{request.Show}' is several");
        if ((row.HuOld ?? row.Hu ?? row.Mask) is not { Shape: [var rows, var columns] } slice)
            throw new UsageException($"row {row.Name} has no slice to draw");

        using var sample = row.Load();
        var hu = sample.ReadValues(slice);
        var mask = row.Mask is { } lesion && lesion.Shape.SequenceEqual(slice.Shape) ? sample.ReadValues(lesion) : default;
        if (request.Output is { } path)
        {
            PngFile.Write(path, SlicePicture.Draw(hu, (int)rows, window, mask), request.Force);
            return;
        }

        var size = Fit((int)rows, (int)columns, Math.Min(terminal.Width, WidestInTerminal));
        terminal.Out.WriteLine($"{row.Name}  {row.LabelText}  {request.Window} window");
        terminal.Out.Write(TerminalPicture.Render(SlicePicture.Draw(hu, mask, size, window), request.Color));
    }

    /// <summary>As wide as the terminal; a character holds one pixel across and two down.</summary>
    private static PictureSize Fit(int rows, int columns, int width)
    {
        var wide = Math.Min(columns, width);
        var high = Math.Max(1, (int)Math.Round((double)rows * wide / columns));
        return new PictureSize(rows, columns, Math.Min(rows, high), wide);
    }
}

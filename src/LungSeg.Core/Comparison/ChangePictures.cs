using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;

namespace LungSeg.Core.Comparison;

/// <summary>Pictures of a row before and after, and of what differs.</summary>
/// <param name="A">
/// The slice of the first version in the lung window, the lesion outlined, and the area of a changed hu_array tinted.
/// </param>
/// <param name="B">The same of the second version.</param>
/// <param name="Difference">
/// The slice of the second version with what went of lesion or area in red and what came in green; green for changed HU too. All of it is
/// outlined, so that one pixel shows.
/// </param>
public sealed record ChangePictures(ContactSheetTile A, ContactSheetTile B, ContactSheetTile Difference)
{
    private const int TintPercent = 60;

    // A lesion of some pixels shows with its surroundings.
    private const int LesionMargin = 24;

    /// <summary>Whether there is something to see: a change of mask, hu_array or HU in slices of one size.</summary>
    public static bool CanDraw(RowChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return (change.Is(ChangeKind.MaskChanged) || change.Is(ChangeKind.HuArrayChanged) || change.Is(ChangeKind.HuChanged))
            && SliceShape.HoldsPixels(GetImage(change.A!))
            && SliceShape.HoldsPixels(GetImage(change.B!))
            && GetImage(change.A!)!.HasShapeOf(GetImage(change.B!)!);
    }

    /// <summary>Draws a change for which <see cref="CanDraw"/> holds. A changed lesion is cut out with its surroundings.</summary>
    /// <exception cref="Core.Bytes.DatasetFormatException">A file has changed since it was indexed.</exception>
    public static ChangePictures Draw(RowChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var image = GetImage(change.B!)!;
        var size = new SliceSize((int)image.Shape[0], (int)image.Shape[1]);
        var (before, after) = (Layers.Read(change.A!, change), Layers.Read(change.B!, change));
        var (gone, come) = (new byte[image.Count], new byte[image.Count]);
        Mark(before.Changed, after.Changed, gone, come);
        if (change.Is(ChangeKind.HuChanged))
        {
            using var a = change.A!.Load();
            using var b = change.B!.Load();
            MarkHu(a.ReadValues(GetImage(change.A)!), b.ReadValues(image), come);
        }

        var cut =
            change.Is(ChangeKind.MaskChanged) && !change.Is(ChangeKind.HuArrayChanged) ? FindCut(before.Lesion, after.Lesion, size) : null;
        var difference = Render(change.B!, size);
        MaskDrawing.Tint(difference, gone, RgbColor.Lost, TintPercent);
        MaskDrawing.Tint(difference, come, RgbColor.Gained, TintPercent);
        return new ChangePictures(
            Cut(Tint(Render(change.A!, size), before.Area), before.Lesion, cut),
            Cut(Tint(Render(change.B!, size), after.Area), after.Lesion, cut),
            Cut(difference, [.. gone.Zip(come, (was, @is) => (byte)(was | @is))], cut) with
            {
                Outline = RgbColor.OutlineOverDifference,
            }
        );
    }

    private static ArrayInfo? GetImage(DatasetRow row) => row.HuOld ?? row.Hu;

    /// <summary>Draws a slice, which is released at once: large ones would add up.</summary>
    private static RgbImage Render(DatasetRow row, SliceSize size)
    {
        using var sample = row.Load();
        return SlicePicture.RenderWithoutOutline(
            new SliceLayers
            {
                Height = size.Height,
                Width = size.Width,
                Hu = sample.ReadValues(GetImage(row)!),
            },
            HuWindow.Lung
        );
    }

    private static RgbImage Tint(RgbImage picture, byte[] area)
    {
        if (area.Length > 0)
        {
            MaskDrawing.Tint(picture, area, RgbColor.KeptArea, TintPercent / 2);
        }
        return picture;
    }

    private static void Mark(byte[] before, byte[] after, byte[] gone, byte[] come)
    {
        for (var i = 0; i < gone.Length; i++)
        {
            var (was, @is) = (before.Length > 0 && before[i] != 0, after.Length > 0 && after[i] != 0);
            gone[i] = was && !@is ? (byte)1 : (byte)0;
            come[i] = @is && !was ? (byte)1 : (byte)0;
        }
    }

    private static void MarkHu(ReadOnlySpan<double> before, ReadOnlySpan<double> after, byte[] changed)
    {
        for (var i = 0; i < changed.Length; i++)
        {
            if (!before[i].Equals(after[i]))
            {
                changed[i] = 1;
            }
        }
    }

    private static LesionBox? FindCut(byte[] before, byte[] after, SliceSize size) =>
        LesionBox
            .Union(LesionBox.Find(before, size.Width), LesionBox.Find(after, size.Width))
            ?.Widen(LesionMargin, size.Height, size.Width);

    private static ContactSheetTile Cut(RgbImage picture, byte[] lesion, LesionBox? cut)
    {
        if (cut is not { } box)
        {
            return new ContactSheetTile(picture, string.Empty) { Mask = lesion };
        }
        var part = new RgbImage(box.Height, box.Width);
        part.Paste(picture, -box.Top, -box.Left);
        return new ContactSheetTile(part, string.Empty) { Mask = box.CutOut<byte>(lesion, picture.Width) };
    }

    /// <summary>What is drawn over a slice; empty where the row has no such array of the slice's shape.</summary>
    private sealed record Layers(byte[] Lesion, byte[] Area, byte[] Changed)
    {
        public static Layers Read(DatasetRow row, RowChange change)
        {
            using var sample = row.Load();
            var image = GetImage(row)!;
            var lesion = Datasets.Lesion.ReadMask(sample, image);
            byte[] area = [];
            if (change.Is(ChangeKind.HuArrayChanged) && row is { Hu: { } hu, HuOld: { } old } && hu.HasShapeOf(old))
            {
                area = new byte[image.Count];
                KeptArea.Mark(sample.ReadValues(hu), sample.ReadValues(old), area);
            }
            return new Layers(lesion, area, change.Is(ChangeKind.HuArrayChanged) ? area : lesion);
        }
    }
}

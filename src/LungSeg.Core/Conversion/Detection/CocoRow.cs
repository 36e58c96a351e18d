using System.Text;
using LungSeg.Core.Formats.Coco;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Detection;

/// <summary>What a row gives to a COCO document.</summary>
/// <param name="Shapes">A shape for each component of the lesion.</param>
/// <param name="Dice">Dice coefficient of the polygons and the mask; NaN without polygons.</param>
internal sealed record CocoRow(CocoShape[] Shapes, double Dice)
{
    public static PieceCodec<CocoRow> Codec { get; } = new(Pack, Unpack);

    private static byte[] Pack(CocoRow row)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.ASCII);
        writer.Write(row.Dice);
        writer.Write(row.Shapes.Length);
        foreach (var shape in row.Shapes)
        {
            var box = shape.Box;
            foreach (var number in (ReadOnlySpan<int>)[shape.Area, box.X, box.Y, box.Width, box.Height, shape.Polygon?.Length ?? -1])
            {
                writer.Write(number);
            }

            foreach (var corner in shape.Polygon ?? [])
            {
                writer.Write(corner.X);
                writer.Write(corner.Y);
            }

            if (shape.Polygon is null)
            {
                writer.Write(shape.Counts!);
            }
        }

        writer.Flush();
        return bytes.ToArray();
    }

    private static CocoRow Unpack(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.ASCII);
        var dice = reader.ReadDouble();
        var shapes = new CocoShape[reader.ReadInt32()];
        for (var i = 0; i < shapes.Length; i++)
        {
            var area = reader.ReadInt32();
            var box = new CocoBox(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
            var corners = reader.ReadInt32();
            PixelCorner[]? polygon =
                corners < 0 ? null : [.. Enumerable.Range(0, corners).Select(_ => new PixelCorner(reader.ReadInt32(), reader.ReadInt32()))];
            shapes[i] = new CocoShape(area, box, polygon is null ? reader.ReadString() : null, polygon);
        }

        return new CocoRow(shapes, dice);
    }
}

using System.Text;
using LungSeg.Core.Formats.Coco;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Detection;

/// <summary>The shapes of one COCO image as bytes, for shards.</summary>
internal static class CocoPieces
{
    public static PieceCodec<(int Rows, int Columns, CocoShape[] Shapes)> Codec { get; } = new(Pack, Unpack);

    private static byte[] Pack((int Rows, int Columns, CocoShape[] Shapes) image)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.ASCII);
        writer.Write(image.Rows);
        writer.Write(image.Columns);
        writer.Write(image.Shapes.Length);
        foreach (var shape in image.Shapes)
        {
            foreach (
                var number in (ReadOnlySpan<int>)
                    [shape.Area, shape.Box.X, shape.Box.Y, shape.Box.Width, shape.Box.Height, shape.Polygon?.Length ?? -1]
            )
                writer.Write(number);
            foreach (var corner in shape.Polygon ?? [])
            {
                writer.Write(corner.X);
                writer.Write(corner.Y);
            }

            if (shape.Polygon is null)
                writer.Write(shape.Counts!);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    private static (int Rows, int Columns, CocoShape[] Shapes) Unpack(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.ASCII);
        var (rows, columns) = (reader.ReadInt32(), reader.ReadInt32());
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

        return (rows, columns, shapes);
    }
}

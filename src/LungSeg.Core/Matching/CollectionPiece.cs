using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets.Collections;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Matching;

/// <summary>
/// What a shard holds of a file: a letter (s: slices, x: XML, l: left out, r: refused), then its slices as CSV, its kind, or the message.
/// </summary>
internal static class CollectionPiece
{
    /// <summary>Name of the piece.</summary>
    public const string Name = "slices";

    public static PieceCodec<CollectionFile> Codec { get; } = new(Pack, Unpack);

    private static byte[] Pack(CollectionFile file)
    {
        using var text = new StringWriter();
        if (file.Refusal is { } refusal)
        {
            text.Write($"r{refusal.Source}\n{refusal.Detail}");
        }
        else if (file.LeftOutAs is { } kind)
        {
            text.Write($"l{kind}");
        }
        else if (file.IsXml)
        {
            text.Write('x');
        }
        else
        {
            text.Write(file.Slices.All(slice => slice.IsInt16) ? 's' : 'f');
            RecordTables.Slices.WriteCsv(text, file.Slices);
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static CollectionFile Unpack(byte[] bytes)
    {
        var rest = Encoding.UTF8.GetString(bytes.AsSpan(Math.Min(1, bytes.Length)));
        return bytes switch
        {
            [(byte)'x'] => new CollectionFile { IsXml = true },
            [(byte)'l', ..] => new CollectionFile { LeftOutAs = rest },
            [(byte)'r', ..] when rest.Split('\n', 2) is [var path, var detail] => new CollectionFile
            {
                Refusal = FormatError.Corrupt(new SourceName(path, null, "dicom"), detail),
            },
            [(byte)'s' or (byte)'f', ..] => new CollectionFile { Slices = ReadSlices(bytes[1..], bytes[0] == 's') },
            _ => throw new FormatException("it is no file of a collection"),
        };
    }

    private static SliceRecord[] ReadSlices(byte[] csv, bool areInt16)
    {
        try
        {
            return
            [
                .. RecordTables.Slices.ReadCsv(csv, new SourceName(Name, null, "csv")).Select(slice => slice with { IsInt16 = areInt16 }),
            ];
        }
        catch (DatasetFormatException e)
        {
            throw new FormatException(e.Detail, e);
        }
    }
}

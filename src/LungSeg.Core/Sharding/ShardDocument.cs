using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Sharding;

/// <summary><c>shard.json</c>: writes and reads the description of a shard.</summary>
internal static class ShardDocument
{
    public const string FileName = "shard.json";

    private const string Schema = "lungseg/shard/1";

    public static void Write(Stream stream, ShardDescription shard)
    {
        using var json = JsonText.CreateWriter(stream, isIndented: false);
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        json.WriteString("version", shard.Version);
        json.WriteString("shard", shard.Shard.ToString());
        json.WriteTexts("arguments", shard.Arguments);
        json.WriteTexts("choice", shard.Choice);
        json.WriteTexts("inputs", shard.Inputs);
        json.WriteTexts("files", shard.Files);
        json.WriteString("plan", shard.Plan);
        json.WriteStartArray("pieces");
        foreach (var piece in shard.Pieces)
        {
            json.WriteStartArray();
            json.WriteNumberValue(piece.Row);
            json.WriteStringValue(piece.Name);
            json.WriteNumberValue(piece.Offset);
            json.WriteNumberValue(piece.Length);
            json.WriteNumberValue(piece.Crc);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads the description in a shard's folder.</summary>
    /// <exception cref="DatasetFormatException">The folder is not a shard, or damaged.</exception>
    public static ShardDescription Read(string folder)
    {
        var source = new SourceName(folder, null, "shard");
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw FormatError.WrongFormat(source, $"this is not the folder of a shard: it has no {FileName}");
        }
        try
        {
            using var document = JsonInput.Parse(RunFiles.ReadAllBytes(path), source with { Entry = FileName });
            var names = new Dictionary<string, string>();
            var root = document.RootElement;
            if (Text(root, "schema") != Schema)
            {
                throw FormatError.WrongFormat(source, $"{FileName} is of another kind than {Schema}");
            }
            return new ShardDescription
            {
                Shard = Shard.TryParse(Text(root, "shard"), out var shard) ? shard : throw new FormatException("shard"),
                Version = Text(root, "version"),
                Arguments = Texts(root, "arguments"),
                Choice = Texts(root, "choice"),
                Inputs = Texts(root, "inputs"),
                Plan = Text(root, "plan"),
                Pieces = [.. root.GetProperty("pieces").EnumerateArray().Select(piece => Piece(piece, names))],
            };
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException or IndexOutOfRangeException)
        {
            throw FormatError.Undecodable(source, $"{FileName} is damaged", e);
        }
    }

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new FormatException(name);

    private static string[] Texts(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(text => text.GetString() ?? throw new FormatException(name))];

    /// <param name="piece">Row, name, offset, length, checksum.</param>
    /// <param name="names">Names read so far, so that equal names share one string.</param>
    private static ShardPiece Piece(JsonElement piece, Dictionary<string, string> names)
    {
        var (offset, length) = (piece[2].GetInt64(), piece[3].GetInt32());
        var name = piece[1].GetString() ?? throw new FormatException("pieces");
        if (!names.TryAdd(name, name))
        {
            name = names[name];
        }
        return offset >= 0 && length >= 0
            ? new ShardPiece(piece[0].GetInt64(), name, offset, length, piece[4].GetUInt32())
            : throw new FormatException("pieces");
    }
}

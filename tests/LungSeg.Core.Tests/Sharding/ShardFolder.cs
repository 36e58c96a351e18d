using System.IO.Hashing;
using System.Text.Json.Nodes;

namespace LungSeg.Core.Tests.Sharding;

/// <summary>Changes shards as somebody might who knows their shape: with the right checksums.</summary>
internal static class ShardFolder
{
    /// <summary>Puts other bytes behind the first piece of a name.</summary>
    public static void Exchange(string shard, string name, byte[] content)
    {
        using var pieces = new FileStream(Path.Combine(shard, "pieces.bin"), FileMode.Append);
        var offset = pieces.Position;
        pieces.Write(content);
        Change(shard, name, piece => (piece[2], piece[3], piece[4]) = (offset, content.Length, Crc32.HashToUInt32(content)));
    }

    /// <summary>Changes what the shard's document says of the first piece of a name.</summary>
    public static void Change(string shard, string name, Action<JsonArray> change)
    {
        var document = Document(shard);
        change(Find(document, name));
        File.WriteAllText(PathOf(shard), document.ToJsonString());
    }

    /// <summary>The bytes of the first piece of a name.</summary>
    public static byte[] Piece(string shard, string name)
    {
        var piece = Find(Document(shard), name);
        return File.ReadAllBytes(Path.Combine(shard, "pieces.bin")).AsSpan((int)piece[2]!, (int)piece[3]!).ToArray();
    }

    private static string PathOf(string shard) => Path.Combine(shard, "shard.json");

    private static JsonNode Document(string shard) => JsonNode.Parse(File.ReadAllText(PathOf(shard)))!;

    private static JsonArray Find(JsonNode document, string name) =>
        document["pieces"]!.AsArray().Select(piece => piece!.AsArray()).First(piece => (string?)piece[1] == name);
}

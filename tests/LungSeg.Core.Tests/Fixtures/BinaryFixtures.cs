using System.Security.Cryptography;
using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using Xunit;

namespace LungSeg.Core.Tests.Fixtures;

/// <summary>Files made by numpy and by compressors, with what Python reads from them.</summary>
internal sealed class BinaryFixtures
{
    private readonly string _folder;
    private readonly JsonElement _files;

    private BinaryFixtures(string name)
    {
        _folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", name);
        _files = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "expected.json"))).RootElement.GetProperty("files");
    }

    public static BinaryFixtures Npz { get; } = new("Npz");

    public static BinaryFixtures Packed { get; } = new("Compressed");

    public static BinaryFixtures Nifti { get; } = new("Nifti");

    public static BinaryFixtures Folders { get; } = new("Folders");

    public JsonElement this[string name] => _files.GetProperty(name);

    /// <summary>The files that Python reads, of one suffix.</summary>
    public IEnumerable<string> Names(string suffix) =>
        _files.EnumerateObject().Select(file => file.Name).Where(name => name.EndsWith(suffix, StringComparison.Ordinal));

    public string PathOf(string name) => Path.Combine(_folder, name);

    public byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(_folder, name));

    public static IByteSource Source(byte[] bytes, string name = "test") => new MemoryByteSource(bytes, new SourceName(name, null, "file"));

    public static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>All bytes of a source.</summary>
    public static byte[] Content(IByteSource source)
    {
        var bytes = new byte[source.Length];
        source.ReadExactly(0, bytes, "content");
        return bytes;
    }

    /// <summary>Checks an array's description and values against what numpy says.</summary>
    public static void AssertArray(JsonElement expected, ArrayInfo array, IByteSource source)
    {
        Assert.Equal(expected.GetProperty("dtype").GetString(), array.DType.Name);
        Assert.Equal(expected.GetProperty("byte_order").GetString(), array.DType.ByteOrder.ToString(), ignoreCase: true);
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64()), array.Shape);
        Assert.Equal(expected.GetProperty("order").GetString(), array.Order.ToString());
        Assert.Equal(
            expected.GetProperty("offset").ValueKind == JsonValueKind.Null ? null : expected.GetProperty("offset").GetInt64(),
            array.Offset
        );
        if (!array.DType.IsNumeric)
        {
            return;
        }
        var values = new byte[array.ByteLength];
        ArrayReader.Read(array.UnpackedSource ?? source, array, values);
        Assert.Equal(expected.GetProperty("sha256").GetString(), Sha256(values));
    }
}

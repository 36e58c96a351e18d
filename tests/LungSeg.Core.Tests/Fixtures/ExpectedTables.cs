using System.Text.Json;

namespace LungSeg.Core.Tests.Fixtures;

/// <summary>What Python reads from the pickles of a folder, as expected.json says it.</summary>
internal sealed class ExpectedTables
{
    private readonly JsonElement _files;

    private ExpectedTables(string folder)
    {
        Folder = folder;
        var root = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json"))).RootElement;
        _files = root.TryGetProperty("files", out var files) ? files : root;
    }

    public static ExpectedTables Pickles { get; } = new(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Pickle"));

    public string Folder { get; }

    public IEnumerable<string> Names => _files.EnumerateObject().Select(file => file.Name);

    public JsonElement this[string name] => _files.GetProperty(name);

    public static ExpectedTables In(string folder) => new(folder);

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>The bytes of one of the fixtures.</summary>
    public static byte[] Bytes(string name) => File.ReadAllBytes(Pickles.PathOf(name));
}

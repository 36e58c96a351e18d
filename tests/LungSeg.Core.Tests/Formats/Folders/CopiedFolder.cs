using LungSeg.Core.Tests.Fixtures;

namespace LungSeg.Core.Tests.Formats.Folders;

/// <summary>A copy of one of the fixture folders, to be spoiled.</summary>
internal sealed class CopiedFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-folder-");

    public string Path => _folder.FullName;

    public static CopiedFolder Of(string name, string below = "")
    {
        var copy = new CopiedFolder();
        var from = BinaryFixtures.Folders.PathOf(name);
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            copy.Write(System.IO.Path.Combine(below, System.IO.Path.GetRelativePath(from, file)), File.ReadAllBytes(file));
        }
        return copy;
    }

    public static byte[] Bytes(string name, string file) =>
        File.ReadAllBytes(System.IO.Path.Combine(BinaryFixtures.Folders.PathOf(name), file));

    public byte[] Read(string file) => File.ReadAllBytes(System.IO.Path.Combine(Path, file));

    public void Write(string file, byte[] bytes)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

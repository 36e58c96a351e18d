namespace LungSeg.Core.Tests.Fixtures;

/// <summary>Files beside the tests.</summary>
internal static class FixtureFile
{
    public static string PathOf(string folder, string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", folder, name);

    /// <summary>A copy with other bytes under a name of its own, gone with <paramref name="folder"/>.</summary>
    public static string Write(DirectoryInfo folder, byte[] bytes)
    {
        var path = Path.Combine(folder.FullName, "changed");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}

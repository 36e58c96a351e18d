namespace LungSeg.Core.Tests.Imaging;

/// <summary>Files made by tests/interop/make_image_fixtures.py, read from the source tree.</summary>
internal static class ImageFixture
{
    private static readonly string Folder = Find();

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LungSeg.sln")))
            {
                return Path.Combine(folder.FullName, "tests", "LungSeg.Core.Tests", "Imaging", "Fixtures");
            }
        }
        throw new DirectoryNotFoundException("LungSeg.sln is in no folder above the tests");
    }
}

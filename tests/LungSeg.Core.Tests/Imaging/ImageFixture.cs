using LungSeg.Core.Tests.Fixtures;

namespace LungSeg.Core.Tests.Imaging;

/// <summary>Files made by tests/interop/make_image_fixtures.py, read from the source tree.</summary>
internal static class ImageFixture
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "LungSeg.Core.Tests", "Imaging", "Fixtures");

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));
}

namespace LungSeg.Core.Tests.Fixtures;

/// <summary>The source tree that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder of LungSeg.sln.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LungSeg.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"no LungSeg.sln above {AppContext.BaseDirectory}");
    }
}

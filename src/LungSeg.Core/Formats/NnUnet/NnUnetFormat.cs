using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Folders;

namespace LungSeg.Core.Formats.NnUnet;

/// <summary>
/// A raw data set of nnU-Net: <c>dataset.json</c>, <c>imagesTr</c>, <c>labelsTr</c>, and perhaps <c>imagesTs</c> and <c>labelsTs</c>; or
/// the folder around one, <c>nnUNet_raw</c>, in which it is called <c>DatasetNNN_NAME</c>.
/// </summary>
internal sealed class NnUnetFormat : IFolderFormat
{
    /// <summary>The name in messages.</summary>
    public const string FormatName = "nnunet";

    private const string NameStart = "Dataset";

    public string Name => FormatName;

    public bool Matches(FolderSource folder) => FindRoots(folder).Count > 0;

    public TableIndex Read(FolderSource folder, FolderReading reading)
    {
        var root = FindRoots(folder) switch
        {
            [] => string.Empty,
            [var only] => only,
            var several => throw FormatError.WrongFormat(
                new SourceName(folder.Path, null, FormatName),
                $"it holds {several.Count} nnU-Net data sets: give their folders, such as "
                    + Path.Combine(folder.Path, several[0].TrimEnd('/'))
            ),
        };
        var unpacked = new UnpackedFiles(folder, reading);
        return new NnUnetReader(folder, root, unpacked, reading).Read() with { Owned = [unpacked] };
    }

    /// <summary>Where data sets lie: in the folder itself (an empty path), else in folders of it (paths that end in a slash).</summary>
    private static IReadOnlyList<string> FindRoots(FolderSource folder) =>
        IsRoot(folder, string.Empty)
            ? [string.Empty]
            :
            [
                .. folder
                    .Files.Where(file => file.EndsWith('/' + NnUnetDescription.FileName, StringComparison.Ordinal))
                    .Select(file => file[..^NnUnetDescription.FileName.Length])
                    .Where(root => IsName(root) && IsRoot(folder, root)),
            ];

    private static bool IsRoot(FolderSource folder, string root) =>
        folder.Files.Contains(root + NnUnetDescription.FileName)
        && folder.Files.Any(file =>
            file.StartsWith(root + "imagesTr/", StringComparison.Ordinal) || file.StartsWith(root + "imagesTs/", StringComparison.Ordinal)
        );

    /// <summary>Whether a path is <c>DatasetNNN_NAME/</c>.</summary>
    private static bool IsName(string root) =>
        root.StartsWith(NameStart, StringComparison.Ordinal)
        && root.AsSpan(NameStart.Length) is [>= '0' and <= '9', >= '0' and <= '9', >= '0' and <= '9', '_', ..]
        && root.IndexOf('/') == root.Length - 1;
}

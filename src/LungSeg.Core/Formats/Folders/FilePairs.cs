using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Folders;

/// <summary>Finds pairs of images and masks among the files of a folder by their names.</summary>
internal static class FilePairs
{
    private const string MaskSuffix = "_mask";
    private static readonly string[] ImageFolders = ["images", "image", "imgs", "img"];
    private static readonly string[] MaskFolders = ["masks", "mask", "labels", "label"];
    private static readonly string[] PartFolders = ["train", "val", "test", "valid", "validation", "training", "testing"];

    /// <summary>Role of a file.</summary>
    private enum Role
    {
        Unknown,
        Image,
        Mask,
    }

    /// <summary>
    /// The images in ordinal order. Where there is a folder of images, only its files are images; else every file that is not a mask is an
    /// image. A JPEG beside a PNG of the same name is its preview, and none is a mask, whose two values JPEG does not keep.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isWhole">Whether a file is one of the format.</param>
    /// <param name="isPreview">Whether it is a JPEG; null where the format has none.</param>
    public static IReadOnlyList<FilePair> Find(FolderSource folder, Func<string, bool> isWhole, Func<string, bool>? isPreview = null)
    {
        var files = folder
            .Files.Where(file => isWhole(file) || isPreview?.Invoke(file) == true)
            .Select(Named.Parse)
            .GroupBy(file => (file.Role, file.Key))
            .SelectMany(same => same.Where(file => isWhole(file.File)) is var png && png.Any() ? png : same)
            .Where(file => file.Role != Role.Mask || isWhole(file.File))
            .OrderBy(file => file.File, StringComparer.Ordinal)
            .ToArray();
        var byFolders = Array.Exists(files, file => file.Role == Role.Image);
        var masks = new Dictionary<string, string>();
        foreach (var file in files.Where(file => file.Role == Role.Mask))
        {
            masks.TryAdd(file.Key, file.File);
        }
        return
        [
            .. files
                .Where(file => byFolders ? file.Role == Role.Image : file.Role == Role.Unknown)
                .Select(file => new FilePair(file.File, masks.GetValueOrDefault(file.Key), file.Part)),
        ];
    }

    /// <summary>Name of a file without folders, and without its ending, of which <c>.nii.gz</c> is one.</summary>
    public static string GetStem(string file)
    {
        var stem = Path.GetFileNameWithoutExtension(file);
        return file.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(stem) : stem;
    }

    /// <summary>A file, and the parts of its path.</summary>
    /// <param name="File">The file.</param>
    /// <param name="Role">Role of the file.</param>
    /// <param name="Part">Part of the data set.</param>
    /// <param name="Key">The path without the part that differs between an image and its mask.</param>
    private readonly record struct Named(string File, Role Role, string? Part, string Key)
    {
        public static Named Parse(string file)
        {
            var folders = file.Split('/')[..^1];
            var name = GetStem(file);
            var roleAt = Array.FindLastIndex(folders, folder => ImageFolders.Contains(folder) || MaskFolders.Contains(folder));
            var role =
                roleAt < 0 ? Role.Unknown
                : ImageFolders.Contains(folders[roleAt]) ? Role.Image
                : Role.Mask;
            if (role != Role.Image && name.EndsWith(MaskSuffix, StringComparison.Ordinal) && name.Length > MaskSuffix.Length)
            {
                (role, name) = (Role.Mask, name[..^MaskSuffix.Length]);
            }
            var rest = folders.Where((_, i) => i != roleAt);
            return new Named(file, role, Array.Find(folders, PartFolders.Contains), string.Join('/', rest.Append(name)));
        }
    }
}

/// <summary>An image and its mask.</summary>
/// <param name="Image">File of the image.</param>
/// <param name="Mask">File of the mask; null without one.</param>
/// <param name="Part">Folder that names a part of the data set; null without one.</param>
internal readonly record struct FilePair(string Image, string? Mask, string? Part);

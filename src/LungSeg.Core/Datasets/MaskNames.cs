using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.MetaImage;
using LungSeg.Core.Formats.Nifti;
using LungSeg.Core.Formats.Png;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>The masks of a folder by their names without suffix and <c>_mask</c>.</summary>
internal sealed class MaskNames
{
    private static readonly string[] Suffixes = [".nii.gz", ".nii", ".mhd", ".mha", ".png", ".npz", ".dcm", ".dicom", ".ima"];
    private readonly List<string> _all = [];
    private readonly Dictionary<string, string> _byPath = [];
    private readonly Dictionary<string, string?> _byName = [];

    /// <param name="folder">The folder.</param>
    /// <param name="isMask">Whether a file is a mask; null for PNG, NIfTI and MetaImage.</param>
    public MaskNames(FolderSource folder, Func<string, bool>? isMask = null)
    {
        foreach (
            var file in folder.Files.Where(
                isMask ?? (file => PictureFile.IsPng(file) || NiftiFile.IsName(file) || MetaImageFile.IsName(file))
            )
        )
        {
            _all.Add(file);
            var key = WithoutMask(WithoutSuffix(file));
            _byPath.TryAdd(key, file);

            // A file name that occurs in several folders is ambiguous; only the path finds such a mask.
            if (!_byName.TryAdd(GetName(key), file))
            {
                _byName[GetName(key)] = null;
            }
        }
    }

    /// <summary>The files of all masks.</summary>
    public IReadOnlyList<string> All => _all;

    /// <summary>Number of masks.</summary>
    public int Count => _all.Count;

    /// <inheritdoc cref="Find(string?, string, string)"/>
    public string? Find(DatasetInput input, long row) =>
        Find(input.FindColumn(DatasetColumns.File)?[row].Text, RowFileName.Format(input.Stem, row), input.Stem);

    /// <summary>
    /// Finds the mask of a row: by the path of the row's file, else by the file's name, else by the row's file name, else by that of the
    /// input, whose slices are the rows.
    /// </summary>
    private string? Find(string? file, string rowName, string stem)
    {
        if (file is not null)
        {
            var key = WithoutSuffix(file);
            if (_byPath.TryGetValue(key, out var byPath))
            {
                return byPath;
            }
            if (_byName.GetValueOrDefault(GetName(key)) is { } byName)
            {
                return byName;
            }
        }

        return _byName.GetValueOrDefault(rowName) ?? _byName.GetValueOrDefault(stem);
    }

    /// <summary>A path without the suffix of a slice's file. Only known suffixes are removed, so that the end of a UID stays.</summary>
    public static string WithoutSuffix(string file)
    {
        var suffix = Array.Find(Suffixes, suffix => file.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
        return suffix is null ? file : file[..^suffix.Length];
    }

    private static string WithoutMask(string key) => key.EndsWith("_mask", StringComparison.Ordinal) ? key[..^"_mask".Length] : key;

    private static string GetName(string key) => key[(key.LastIndexOf('/') + 1)..];
}

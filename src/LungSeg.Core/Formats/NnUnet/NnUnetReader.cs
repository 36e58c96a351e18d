using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Formats.Nifti;
using LungSeg.Core.Formats.Png;

namespace LungSeg.Core.Formats.NnUnet;

/// <summary>
/// Reads the index of an nnU-Net folder: training cases, then test cases, each in the order of their names, or all in that of the manifest.
/// </summary>
internal sealed class NnUnetReader
{
    private readonly string _root;
    private readonly CaseFolders[] _parts;
    private readonly FolderSource _folder;
    private readonly UnpackedFiles _unpacked;
    private readonly NnUnetDescription _description;
    private readonly FolderManifest _manifest;
    private readonly LabelPlaces _pairs;
    private readonly ReadLimits _limits;
    private readonly List<string> _notes = [];

    /// <summary>Reads the description of a data set.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="root">Where the data set lies in it: empty, or a path that ends in a slash.</param>
    /// <param name="unpacked">Keeps unpacked files.</param>
    /// <param name="reading">How the folder is read.</param>
    public NnUnetReader(FolderSource folder, string root, UnpackedFiles unpacked, FolderReading reading)
    {
        _root = root;
        _parts = [new("train", $"{root}imagesTr", $"{root}labelsTr"), new("test", $"{root}imagesTs", $"{root}labelsTs")];
        _pairs = new LabelPlaces(folder, reading.Masks);
        _limits = reading.Limits;
        _folder = folder;
        _unpacked = unpacked;
        _description = NnUnetDescription.Read(folder, root);
        _manifest = FolderManifest.Read(folder, NnUnetFormat.FormatName, root: root);
    }

    public TableIndex Read()
    {
        var channel = CtChannel();
        var items = new List<FolderItem>();
        foreach (var part in _parts)
        {
            var cases = Cases(part, channel);
            if (part.Name == "train" && _description.TrainingCases is { } announced && announced != cases.Count)
            {
                _notes.Add($"{NnUnetDescription.FileName} says numTraining {announced}, {part.Images} holds {cases.Count} cases");
            }
            items.AddRange(cases);
        }

        if (items.Count == 0)
        {
            throw FormatError.WrongFormat(
                _folder.GetName(_parts[0].Images, NnUnetFormat.FormatName),
                $"no image is named CASE_{channel:0000}{_description.FileEnding}"
            );
        }
        var ordered = _manifest.IsOfOutput ? ManifestOrder.Sort(items, _manifest, _notes) : items;
        var rows = new FolderRows([.. ordered.Select(WithPart)]);
        _notes.AddRange(_pairs.Notes());
        _notes.AddRange(_manifest.Notes());
        _notes.AddRange(OtherFiles.Notes(_folder, IsKnown, _root));
        return new TableIndex
        {
            Container = "nnU-Net raw data set",
            Rows = rows.Count,
            Columns = rows.Columns(_manifest.GetImageColumn(_description.Channels[channel], channel, _notes)),
            MaskClasses = _description.Classes,
            HoldsHu = rows.HoldsHu,
            MaskFaults = rows.GetMaskFault,
            Warnings = [.. _pairs.Warnings()],
            Notes = _notes,
        };
    }

    /// <summary>The first channel that is CT, else the first channel.</summary>
    private int CtChannel()
    {
        var ct = _description
            .Channels.Where(IsCt)
            .Select(channel => channel.Key)
            .DefaultIfEmpty(_description.Channels.Keys.First())
            .First();
        if (_description.Channels.Count > 1)
        {
            _notes.Add(
                $"of {_description.Channels.Count} channels only {ct} ({PrintableText.Escape(_description.Channels[ct], 40)}) is read"
            );
        }
        return ct;
    }

    /// <summary>An item whose part is that of the manifest, which knows those of <c>val</c> too, else that of its folder.</summary>
    private FolderItem WithPart(FolderItem item) =>
        item with
        {
            Part = item.Part ?? Array.Find(_parts, part => IsIn(part.Images, item.Image.File))?.Name,
        };

    private bool IsKnown(string file) => Array.Exists(_parts, part => IsIn(part.Images, file) || IsIn(part.Labels, file));

    private List<FolderItem> Cases(CaseFolders part, int channel)
    {
        var suffix = $"_{channel:0000}{_description.FileEnding}";
        var labels = FilesIn(part.Labels).ToHashSet();
        var items = new List<FolderItem>();
        var others = 0;
        foreach (var file in FilesIn(part.Images).OrderBy(file => GetCase(file, suffix) ?? file, StringComparer.Ordinal))
        {
            if (GetCase(file, suffix) is not { } name)
            {
                others += IsOtherChannel(file) ? 0 : 1;
                continue;
            }

            var label = $"{part.Labels}/{name}{_description.FileEnding}";
            var image = Open(file);
            var mask = labels.Remove(label) ? Open(label) : null;
            items.Add(_pairs.Join(new FolderItem(image, mask, Part: null, _manifest.GetLabel(file, name)), NnUnetFormat.FormatName));
        }

        if (others > 0)
        {
            _notes.Add($"{others} files in {part.Images} are not named CASE{suffix} and were left out");
        }
        if (labels.Count > 0)
        {
            _notes.Add($"{labels.Count} files in {part.Labels} belong to no image and were left out");
        }
        return items;
    }

    private IEnumerable<string> FilesIn(string folder) => _folder.Files.Where(file => IsIn(folder, file));

    private static bool IsIn(string folder, string file) =>
        file.StartsWith(folder + "/", StringComparison.Ordinal) && file.LastIndexOf('/') == folder.Length;

    private static string? GetCase(string file, string suffix)
    {
        var name = file[(file.LastIndexOf('/') + 1)..];
        return name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : null;
    }

    private bool IsOtherChannel(string file) =>
        _description.Channels.Keys.Any(channel => GetCase(file, $"_{channel:0000}{_description.FileEnding}") is not null);

    private static bool IsCt(KeyValuePair<int, string> channel) => channel.Value.Equals("CT", StringComparison.OrdinalIgnoreCase);

    private ISliceFile Open(string file)
    {
        if (NiftiFile.IsName(file))
        {
            return NiftiFile.Open(_folder, file, _unpacked);
        }
        if (PictureFile.IsPng(file))
        {
            var isImage = Array.Exists(_parts, part => IsIn(part.Images, file));
            return PictureFile.Open(
                _folder,
                file,
                isImage ? new PictureReading(_limits, HuOffset: _manifest.HuOffset) : new PictureReading(_limits, PictureContent.Labels)
            );
        }
        throw FormatError.Unsupported(
            _folder.GetName(file, NnUnetFormat.FormatName),
            $"images ending in '{PrintableText.Escape(_description.FileEnding, 20)}' are not read; .nii, .nii.gz and .png are"
        );
    }
}

/// <summary>Where the cases of a part lie.</summary>
/// <param name="Name">Name of the part.</param>
/// <param name="Images">Folder of the images.</param>
/// <param name="Labels">Folder of the labels.</param>
internal sealed record CaseFolders(string Name, string Images, string Labels);

/// <summary>Fields of <c>dataset.json</c> about the cases.</summary>
/// <param name="Training">Number of cases in <c>imagesTr</c>.</param>
/// <param name="FileEnding">Ending of all images and labels, for example <c>.nii.gz</c>.</param>
internal readonly record struct NnUnetCases(int Training, string FileEnding);

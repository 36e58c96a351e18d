using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Formats.Nifti;
using LungSeg.Core.Formats.Png;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Monai;

/// <summary>Reads the index of a folder with a datalist: its cases in the order of the list, or of what was converted.</summary>
internal sealed class MonaiReader(FolderSource folder, UnpackedFiles unpacked, FolderReading reading)
{
    /// <summary>Fields that stand for what other columns say: where the row was before, and the class that label1 has.</summary>
    private static readonly string[] Derived = ["row", "class", "class_id"];

    private readonly FolderManifest _manifest = FolderManifest.Read(folder, MonaiFormat.FormatName);
    private readonly LabelPlaces _pairs = new(folder, reading.Masks);
    private readonly HashSet<string> _used = [];

    public TableIndex Read()
    {
        var name = folder.GetName(MonaiDatalist.FileName, MonaiFormat.FormatName);
        using var json = FolderJson.Read(folder, MonaiDatalist.FileName, MonaiFormat.FormatName);
        FolderItem[] items = [.. MonaiDatalist.Read(json.RootElement, name).Select(entry => Open(entry.List, entry.Case, name))];
        if (items.Length == 0)
        {
            throw FormatError.WrongFormat(name, "none of its arrays lists a case");
        }

        var notes = new List<string>();
        var rows = new FolderRows(_manifest.IsOfOutput ? ManifestOrder.Sort(items, _manifest, notes) : items);
        var image = _manifest.GetImageColumn(FolderJson.GetChannels(json.RootElement, name)?.Values.First() ?? "CT", 0, notes);
        return new TableIndex
        {
            Container = "MONAI datalist",
            Rows = rows.Count,
            Columns = rows.Columns(image),
            MaskClasses = FolderJson.GetClasses(json.RootElement),
            HoldsHu = rows.HoldsHu,
            MaskFaults = rows.GetMaskFault,
            Warnings = [.. _pairs.Warnings()],
            Notes = [.. notes, .. _pairs.Notes(), .. _manifest.Notes(), .. OtherFiles.Notes(folder, _used.Contains)],
        };
    }

    private FolderItem Open(string list, MonaiCase found, SourceName name)
    {
        var image = Open(found.Image, new PictureReading(reading.Limits, HuOffset: _manifest.HuOffset), name);
        var mask = found.Label is { } label ? Open(label, new PictureReading(reading.Limits, PictureContent.Labels), name) : null;
        var fields = found.Extras.Where(field => !Derived.Contains(field.Name)).ToDictionary(field => field.Name, field => field.Value);
        fields.Remove(DatasetColumns.Label, out var stated);
        fields.Remove(DatasetColumns.Part, out var part);
        var item = new FolderItem(
            image,
            mask,
            part as string ?? GetPart(list),
            stated as string ?? _manifest.GetLabel(found.Image, found.Image)
        )
        {
            Fields = fields,
        };
        return _pairs.Join(item, MonaiFormat.FormatName);
    }

    private ISliceFile Open(string file, PictureReading picture, SourceName name)
    {
        if (!folder.Files.Contains(file))
        {
            throw FormatError.Corrupt(name, $"it lists {PrintableText.Escape(file, 80)}, which is not in the folder");
        }
        _used.Add(file);
        return NiftiFile.IsName(file) ? NiftiFile.Open(folder, file, unpacked)
            : PictureFile.IsPng(file) ? PictureFile.Open(folder, file, picture)
            : throw FormatError.Unsupported(
                folder.GetName(file, MonaiFormat.FormatName),
                "images of this kind are not read; .nii, .nii.gz and .png are"
            );
    }

    private static string GetPart(string list) =>
        list switch
        {
            MonaiDatalist.Training => "train",
            MonaiDatalist.Validation => "val",
            MonaiDatalist.Testing => "test",
            _ => list.StartsWith(MonaiDatalist.OtherPart, StringComparison.Ordinal) ? list[MonaiDatalist.OtherPart.Length..] : list,
        };
}

using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Formats.Tar;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.WebDataset;

/// <summary>Reads the samples of WebDataset archives.</summary>
internal static class WebDatasetReader
{
    private const int MaxTextBytes = 1 << 20;

    private static readonly string[] Images = ["image.npy", "hu.npy", "npy", "image.png", "png", "image.jpg", "jpg"];
    private static readonly string[] Masks = ["mask.png", "mask.npy", "label.png", "label.npy", "seg.png", "seg.npy"];
    private static readonly string[] Texts = ["txt", "label.txt", "label", "cls"];

    /// <summary>The samples of an archive, in order.</summary>
    /// <exception cref="DatasetFormatException">The archive is damaged, or a sample has no image and no mask.</exception>
    public static IReadOnlyList<WebSample> List(IByteSource source, ReadLimits limits)
    {
        var samples = new List<WebSample>();
        foreach (var file in TarReader.List(source, limits))
        {
            var from = file.Name.LastIndexOf('/') + 1;
            var dot = file.Name.IndexOf('.', from);
            if (dot <= from)
            {
                // Hidden files, and names without an ending, are of no sample.
                continue;
            }
            var (key, field) = (file.Name[..dot], file.Name[(dot + 1)..].ToLowerInvariant());
            if (samples.Count == 0 || samples[^1].Key != key)
            {
                samples.Add(new WebSample(key, []));
            }
            samples[^1].Fields[field] = file;
        }
        RowBudget.Charge(samples.Count, source.Name, limits, source.Length);
        if (samples.Select(sample => sample.Key).Distinct().Count() != samples.Count)
        {
            throw FormatError.Corrupt(source.Name, "the files of a sample do not stand together, or two samples have one name");
        }
        if (samples.Count == 0 || samples.All(sample => sample.Find(Images) is null && sample.Find(Masks) is null))
        {
            throw FormatError.WrongFormat(
                source.Name,
                $"no sample of the archive has an image ({string.Join(", ", Images)}) or a mask ({string.Join(", ", Masks)})"
            );
        }
        return samples;
    }

    /// <summary>The row of a sample.</summary>
    /// <param name="archive">Its archive, for values that are asked for later.</param>
    /// <param name="source">The open archive.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="isGrey">Whether images are grey values under a window.</param>
    /// <param name="limits">The limits.</param>
    /// <exception cref="DatasetFormatException">A file of it is damaged.</exception>
    public static FolderItem Open(WebArchive archive, IByteSource source, WebSample sample, bool isGrey, ReadLimits limits)
    {
        if (sample.Find(Images) is not { } image)
        {
            throw FormatError.Unsupported(
                source.Name,
                $"sample {PrintableText.Escape(sample.Key, 80)} has no image ({string.Join(", ", Images)})"
            );
        }
        var mask = sample.Find(Masks) is { } file ? WebSlice.Open(archive, source, file, isMask: true, isGrey, limits) : null;
        var fields = ReadFields(source, sample);
        fields.Remove(DatasetColumns.Label, out var label);
        fields.Remove(DatasetColumns.Part, out var part);
        return new FolderItem(
            WebSlice.Open(archive, source, image, isMask: false, isGrey, limits),
            mask,
            part as string,
            label as string ?? (fields.Count == 0 ? ReadText(source, sample) : null)
        )
        {
            Fields = fields,
        };
    }

    public static TableIndex CreateIndex(FolderRows rows, string image, IReadOnlyList<string> notes, bool hasFiles) =>
        new()
        {
            Container = "WebDataset samples",
            Rows = rows.Count,
            Columns = [.. rows.Columns(image).Where(column => hasFiles || column.Name != DatasetColumns.File)],
            HoldsHu = rows.HoldsHu,
            Notes = rows.HoldsHu ? notes : ["image values are grey values as they are stored, not HU", .. notes],
        };

    private static Dictionary<string, object?> ReadFields(IByteSource source, WebSample sample)
    {
        var fields = new Dictionary<string, object?>();
        if (sample.Find(["json"]) is not { } file)
        {
            return fields;
        }
        var name = source.Name with { Entry = file.Name };
        using var json = JsonInput.Parse(Read(source, file), name);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw FormatError.WrongFormat(name, 0, "it holds no JSON object");
        }
        foreach (var field in json.RootElement.EnumerateObject().Where(field => !DatasetColumns.Derived.Contains(field.Name)))
        {
            fields[field.Name] = field.Value.ValueKind switch
            {
                JsonValueKind.String => field.Value.GetString(),
                JsonValueKind.Number => field.Value.TryGetInt64(out var whole) ? (object)whole : field.Value.GetDouble(),
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Null => null,
                _ => field.Value.GetRawText(),
            };
        }
        return fields;
    }

    /// <summary>A label of archives of other makers: the text of <c>.txt</c> or <c>.cls</c>.</summary>
    private static string? ReadText(IByteSource source, WebSample sample) =>
        sample.Find(Texts) is { } file && System.Text.Encoding.UTF8.GetString(Read(source, file)).Trim() is { Length: > 0 } text
            ? text
            : null;

    private static byte[] Read(IByteSource source, TarFile file)
    {
        if (file.Length > MaxTextBytes)
        {
            throw FormatError.TooLarge(source.Name with { Entry = file.Name }, "length of a text, in bytes,", file.Length, MaxTextBytes);
        }
        var bytes = new byte[file.Length];
        source.ReadExactly(file.Offset, bytes, "member");
        return bytes;
    }
}

/// <summary>The files of one sample.</summary>
/// <param name="Key">Their common name.</param>
/// <param name="Fields">The files by the rest of their names.</param>
internal sealed record WebSample(string Key, Dictionary<string, TarFile> Fields)
{
    public TarFile? Find(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (Fields.TryGetValue(name, out var file))
            {
                return file;
            }
        }
        return null;
    }
}

/// <summary>An archive that is opened when values are asked for.</summary>
/// <param name="File">Its path in the folder; empty for a single archive.</param>
/// <param name="Open">Opens it.</param>
internal sealed record WebArchive(string File, Func<IByteSource> Open);
